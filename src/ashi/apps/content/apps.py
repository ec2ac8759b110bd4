"""Django's name for this app."""

from django.apps import AppConfig


class ContentConfig(AppConfig):
    """Register ashi.apps.content."""

    name = "ashi.apps.content"
    label = "content"
    default_auto_field = "django.db.models.BigAutoField"
