"""Addresses of phrases and templates."""

from django.urls import path

from ashi.web.charting import texts, tradition

urlpatterns = [
    path("", texts.texts, name="texts"),
    path("tradition", tradition.switch, name="tradition-switch"),
    path("phrases/new", texts.phrase_new, name="phrase-new"),
    path("phrases/<int:phrase_id>", texts.phrase, name="phrase"),
    path("phrases/<int:phrase_id>/end", texts.phrase_end, name="phrase-end"),
    path("templates/new", texts.template_new, name="template-new"),
    path("templates/<int:template_id>", texts.template, name="template"),
    path("templates/<int:template_id>/end", texts.template_end, name="template-end"),
]
