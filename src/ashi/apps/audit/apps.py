"""Django's name for this app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Register ashi.apps.audit."""

    name = "ashi.apps.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
