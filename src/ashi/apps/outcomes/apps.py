"""Django's name for this app."""

from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    """Register ashi.apps.outcomes."""

    name = "ashi.apps.outcomes"
    label = "outcomes"
    default_auto_field = "django.db.models.BigAutoField"
