"""Addresses of calendar links."""

from django.urls import path

from ashi.web.feed import pages

urlpatterns = [
    path("feed/<str:feed_token>.ics", pages.feed, name="feed"),
    path("feeds/", pages.links, name="feeds"),
    path("feeds/<int:resource_id>/make", pages.make, name="feed-make"),
    path("feeds/<int:feed_id>/revoke", pages.revoke, name="feed-revoke"),
    path("my/feeds", pages.own_links, name="own-feeds"),
    path("my/feeds/<int:patient_id>/make", pages.make_own, name="own-feed-make"),
    path("my/feeds/<int:feed_id>/revoke", pages.revoke_own, name="own-feed-revoke"),
]
