"""Django's name for this app."""

from django.apps import AppConfig


class BackupsConfig(AppConfig):
    """Register ashi.apps.backups."""

    name = "ashi.apps.backups"
    default_auto_field = "django.db.models.BigAutoField"
