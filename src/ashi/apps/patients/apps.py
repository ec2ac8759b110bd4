"""Django's name for this app."""

from django.apps import AppConfig


class PatientsConfig(AppConfig):
    """Register ashi.apps.patients."""

    name = "ashi.apps.patients"
    label = "patients"
    default_auto_field = "django.db.models.BigAutoField"
