"""Addresses of the pages on conditions."""

from django.urls import path

from ashi.web.conditions import cards, pages, searching

urlpatterns = [
    path("", pages.conditions, name="conditions"),
    path("search", searching.search, name="search"),
    path("<slug:condition_slug>", pages.condition, name="condition"),
    path("<slug:condition_slug>/card.png", cards.condition_card, name="condition-card"),
    path("<slug:condition_slug>/leaflet.pdf", pages.leaflet, name="leaflet"),
]
