"""The application as ``ashi serve`` serves it: it ends when its server does."""

import multiprocessing

from ashi.config.guarding import leave_with_parent
from ashi.config.logs import quiet_hooks
from ashi.config.wsgi import application as django_application

server = multiprocessing.parent_process()
if server is not None and server.pid is not None:
    leave_with_parent(server.pid)
quiet_hooks()
application = django_application
