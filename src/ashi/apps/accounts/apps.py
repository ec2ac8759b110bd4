"""Django's name for this app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Register ashi.apps.accounts."""

    name = "ashi.apps.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
