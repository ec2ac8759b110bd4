"""Django's name for the pages."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Register ashi.web: templates, tags and static files."""

    name = "ashi.web"
    label = "web"
