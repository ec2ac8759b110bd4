"""Django's name for this app."""

from django.apps import AppConfig


class CentresConfig(AppConfig):
    """Register ashi.apps.centres."""

    name = "ashi.apps.centres"
    label = "centres"
    default_auto_field = "django.db.models.BigAutoField"
