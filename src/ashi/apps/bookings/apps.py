"""Django's name for this app."""

from django.apps import AppConfig


class BookingsConfig(AppConfig):
    """Register ashi.apps.bookings."""

    name = "ashi.apps.bookings"
    label = "bookings"
    default_auto_field = "django.db.models.BigAutoField"
