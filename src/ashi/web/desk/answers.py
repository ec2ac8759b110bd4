"""How the desk's pages answer: back to where somebody came from, saying what was done."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from ashi.web.returning import own_page

UNDO = "undo"  # a message's tag: its text is followed by an Undo for ten seconds


def told(request: HttpRequest, sentence: str, *, undo: str = "") -> None:
    """Say ``sentence`` on the next page; ``undo`` is an address that takes the act back."""
    messages.info(request, sentence, extra_tags=f"{UNDO} {undo}" if undo else "")


def back(request: HttpRequest) -> HttpResponse:
    """Go back to the page that is named in the form, on this site, else to today's board."""
    return redirect(own_page(request, reverse("board-today")))
