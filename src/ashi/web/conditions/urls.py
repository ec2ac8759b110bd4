"""Addresses of the pages on conditions."""

from django.urls import path

from ashi.web.conditions import cards, pages, searching, site

urlpatterns = [
    path("", pages.conditions, name="conditions"),
    path("search", searching.search, name="search"),
    *(
        path(f"cards/{part}.png", site.picture, {"part": part}, name=f"{part}-card")
        for part in site.PARTS
    ),
    path("<slug:condition_slug>", pages.condition, name="condition"),
    path("<slug:condition_slug>/card.png", cards.condition_card, name="condition-card"),
    path("<slug:condition_slug>/leaflet.pdf", pages.leaflet, name="leaflet"),
]
