"""Addresses of the outbox."""

from django.urls import path

from ashi.web.letters import pages, unreached

urlpatterns = [
    path("", pages.letters, name="letters"),
    path("samples", pages.samples, name="letter-samples"),
    path("unreached", unreached.unreached, name="letters-unreached"),
    path("<int:message_id>/told", unreached.told, name="letter-told"),
    path("<int:message_id>", pages.letter, name="letter"),
    path("<int:message_id>/again", pages.again, name="letter-again"),
]
