"""Addresses of the centre's safety protocol."""

from django.urls import path

from ashi.web.protocol import pages, previewing, signing

urlpatterns = [
    path("", pages.protocol, name="protocol"),
    path("rules/<slug:rule_id>", pages.rule, name="protocol-rule"),
    path("preview", previewing.preview, name="protocol-preview"),
    path("review", signing.review, name="protocol-review"),
    path("drop", signing.drop, name="protocol-drop"),
    path("versions", signing.versions, name="protocol-versions"),
    path("versions/<int:number>", signing.version, name="protocol-version"),
]
