"""Django's name for this app."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """Register ashi.apps.messages."""

    name = "ashi.apps.messages"
    label = "ashi_messages"  # Django has a "messages" of its own
    default_auto_field = "django.db.models.BigAutoField"
