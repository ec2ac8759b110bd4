"""Django's name for this app."""

from django.apps import AppConfig


class WaitingConfig(AppConfig):
    """Register ashi.apps.waiting."""

    name = "ashi.apps.waiting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have each offer asked about in the transaction that sends its letter."""
        from ashi.apps.messages.standing import ask_before_sending  # noqa: PLC0415 -- models first
        from ashi.apps.waiting.telling import KIND, is_still_open  # noqa: PLC0415 -- as above

        ask_before_sending(KIND, is_still_open)
