"""Django's name for this app."""

from django.apps import AppConfig


class BillingConfig(AppConfig):
    """Register ashi.apps.billing."""

    name = "ashi.apps.billing"
    label = "billing"
    default_auto_field = "django.db.models.BigAutoField"
