"""Addresses of a patient's documents."""

from django.urls import path

from ashi.web.documents import adding, pages

urlpatterns = [
    path("<int:patient_id>", pages.documents, name="documents"),
    path("<int:patient_id>/add", adding.add, name="document-add"),
    path("<int:patient_id>/<int:document_id>", pages.document, name="document"),
    path("<int:patient_id>/<int:document_id>/file", pages.file, name="document-file"),
    path("<int:patient_id>/<int:document_id>/away", pages.away, name="document-away"),
]
