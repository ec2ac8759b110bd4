"""Addresses of the outbox."""

from django.urls import path

from ashi.web.letters import pages

urlpatterns = [
    path("", pages.letters, name="letters"),
    path("samples", pages.samples, name="letter-samples"),
    path("<int:message_id>", pages.letter, name="letter"),
    path("<int:message_id>/again", pages.again, name="letter-again"),
]
