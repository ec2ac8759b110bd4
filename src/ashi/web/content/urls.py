"""Addresses at which the centre words its pages for patients."""

from django.urls import path

from ashi.web.content import editing, listing, previewing, reviewing

PAGE = "<slug:page_kind>/<slug:page_name>"
urlpatterns = [
    path("", listing.pages, name="content"),
    path(PAGE, editing.page, name="content-page"),
    path(f"{PAGE}/keep", editing.keep, name="content-keep"),
    path(f"{PAGE}/preview", previewing.preview, name="content-preview"),
    path(f"{PAGE}/review", reviewing.review, name="content-review"),
    path(f"{PAGE}/send", reviewing.send, name="content-send"),
    path(f"{PAGE}/publish", reviewing.publish, name="content-publish"),
    path(f"{PAGE}/sign", reviewing.sign, name="content-sign"),
    path(f"{PAGE}/withdraw", reviewing.withdraw, name="content-withdraw"),
    path(f"{PAGE}/drop", reviewing.drop, name="content-drop"),
    path(f"{PAGE}/versions", reviewing.history, name="content-history"),
    path(f"{PAGE}/versions/<int:content_number>", reviewing.version, name="content-version"),
    path(f"{PAGE}/versions/<int:content_number>/back", reviewing.back, name="content-back"),
]
