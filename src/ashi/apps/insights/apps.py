"""Django's name for this app."""

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    """Register ashi.apps.insights."""

    name = "ashi.apps.insights"
    label = "insights"
    default_auto_field = "django.db.models.BigAutoField"
