"""Django's name for this app."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Register ashi.apps.imports: what other systems call the people and visits of this one."""

    name = "ashi.apps.imports"
    label = "imports"
    default_auto_field = "django.db.models.BigAutoField"
