"""The application as ``ashi serve`` serves it: it ends when its server does."""

from ashi.config.guarding import leave_with_parent
from ashi.config.wsgi import application as django_application

leave_with_parent()
application = django_application
