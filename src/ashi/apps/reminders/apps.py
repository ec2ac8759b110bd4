"""Django's name for this app."""

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    """Register ashi.apps.reminders."""

    name = "ashi.apps.reminders"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have each reminder asked about in the transaction that sends it."""
        from ashi.apps.messages.standing import ask_before_sending  # noqa: PLC0415 -- models first
        from ashi.apps.reminders.reminding import KIND, is_still_so  # noqa: PLC0415 -- as above

        ask_before_sending(KIND, is_still_so)
