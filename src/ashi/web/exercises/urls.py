"""Addresses of the library of exercises."""

from django.urls import path

from ashi.web.exercises import pages

urlpatterns = [
    path("", pages.exercises, name="exercises"),
    path("<slug:exercise_id>", pages.exercise, name="exercise"),
]
