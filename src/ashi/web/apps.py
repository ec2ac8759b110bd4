"""Django's name for the pages."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in

from ashi.web.sessions import begin


class WebConfig(AppConfig):
    """Register ashi.web: templates, tags and static files; note every sign-in."""

    name = "ashi.web"
    label = "web"

    def ready(self) -> None:
        """Have the session know when it began."""
        user_logged_in.connect(begin, dispatch_uid="ashi.sessions.begin")
