"""Addresses of the general pages."""

from django.urls import path

from ashi.web.conditions import cards, general

urlpatterns = [
    path("words", general.glossary, name="glossary"),
    path("<slug:page_slug>", general.general, name="about"),
    path("<slug:page_slug>/card.png", cards.about_card, name="about-card"),
]
