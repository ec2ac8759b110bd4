"""Django's name for this app."""

from django.apps import AppConfig


class EncountersConfig(AppConfig):
    """Register ashi.apps.encounters."""

    name = "ashi.apps.encounters"
    label = "encounters"
    default_auto_field = "django.db.models.BigAutoField"
