"""Django's name for the pages."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_login_failed

from ashi.web.sessions import begin


class WebConfig(AppConfig):
    """Register ashi.web: templates, tags and static files; note every sign-in."""

    name = "ashi.web"
    label = "web"

    def ready(self) -> None:
        """Have the session know when it began, and the trail who came in and who could not."""
        from allauth.account.signals import (  # noqa: PLC0415 -- models before what uses them
            login_code_rejected,
        )
        from allauth.mfa.signals import authentication_failed  # noqa: PLC0415 -- as above

        from ashi.web import doors  # noqa: PLC0415 -- as above

        user_logged_in.connect(begin, dispatch_uid="ashi.sessions.begin")
        user_logged_in.connect(doors.signed_in, dispatch_uid="ashi.doors.signed_in")
        user_login_failed.connect(doors.password_missed, dispatch_uid="ashi.doors.missed")
        for signal in (login_code_rejected, authentication_failed):
            signal.connect(doors.second_missed, dispatch_uid="ashi.doors.second")
