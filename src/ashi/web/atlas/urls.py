"""Addresses of the atlas."""

from django.urls import path

from ashi.web.atlas import pages

urlpatterns = [
    path("", pages.search, name="points"),
    path("map/<slug:view_name>/<slug:side>", pages.spots, name="map-spots"),
    path("map/<slug:view_name>/<slug:side>/near", pages.near, name="map-near"),
    path("<str:code>", pages.point, name="point"),
]
