"""Django's name for this app."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """Register ashi.apps.screening."""

    name = "ashi.apps.screening"
    label = "screening"
    default_auto_field = "django.db.models.BigAutoField"
