"""Django's name for this app."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """Register ashi.apps.staff."""

    name = "ashi.apps.staff"
    label = "staff"
    default_auto_field = "django.db.models.BigAutoField"
