"""Addresses of what we say and on what grounds."""

from django.urls import path

from ashi.web.evidence import pages

urlpatterns = [
    path("", pages.claims, name="claims"),
    path("<slug:claim_id>", pages.claim, name="claim"),
]
