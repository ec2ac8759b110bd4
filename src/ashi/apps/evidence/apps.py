"""Django's name for this app."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Register ashi.apps.evidence: trials that a centre adds to what comes with Ashi."""

    name = "ashi.apps.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.BigAutoField"
