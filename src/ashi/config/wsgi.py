"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from ashi.config.whole import only_whole

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ashi.config.settings")
application = only_whole(get_wsgi_application())
