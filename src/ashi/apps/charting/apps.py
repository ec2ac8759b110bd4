"""Django's name for this app."""

from django.apps import AppConfig


class ChartingConfig(AppConfig):
    """Register ashi.apps.charting."""

    name = "ashi.apps.charting"
    label = "charting"
    default_auto_field = "django.db.models.BigAutoField"
