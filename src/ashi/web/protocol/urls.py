"""Addresses of the centre's safety protocol."""

from django.urls import path

from ashi.web.protocol import pages, previewing, signing

urlpatterns = [
    path("", pages.protocol, name="protocol"),
    path("rules/<slug:rule_id>", pages.rule, name="protocol-rule"),
    path("rules/<slug:rule_id>/edit", pages.edit, name="protocol-edit"),
    path("preview", previewing.preview, name="protocol-preview"),
    path("review", signing.review, name="protocol-review"),
    path("sign", signing.sign, name="protocol-sign"),
    path("drop", signing.drop, name="protocol-drop"),
    path("versions", signing.versions, name="protocol-versions"),
    path("versions/<int:number>", signing.version, name="protocol-version"),
]
