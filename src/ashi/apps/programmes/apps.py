"""Django's name for this app."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """Register ashi.apps.programmes."""

    name = "ashi.apps.programmes"
    label = "programmes"
    default_auto_field = "django.db.models.BigAutoField"
