"""Django's name for this app."""

from django.apps import AppConfig


class FeedConfig(AppConfig):
    """Register ashi.apps.feed."""

    name = "ashi.apps.feed"
    label = "feed"
    default_auto_field = "django.db.models.BigAutoField"
