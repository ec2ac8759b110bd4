"""Addresses of the trail."""

from django.urls import path

from ashi.web.audit import pages

urlpatterns = [
    path("", pages.trail, name="trail"),
    path("file", pages.trail_file, name="trail-file"),
]
