"""Django's name for this app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Register ashi.apps.demo: the invented centre. It has no rows of its own."""

    name = "ashi.apps.demo"
    label = "demo"
