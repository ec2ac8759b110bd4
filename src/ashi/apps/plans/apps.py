"""Django's name for this app."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Register ashi.apps.plans: courses of care, their reviews, referrals."""

    name = "ashi.apps.plans"
    label = "plans"
    default_auto_field = "django.db.models.BigAutoField"
