"""Django's name for this app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Register ashi.apps.documents: letters, results, photographs that hang on a patient."""

    name = "ashi.apps.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"
