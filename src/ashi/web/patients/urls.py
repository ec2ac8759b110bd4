"""Addresses of the patients' pages."""

from django.urls import path

from ashi.web.patients import merging, pages, reminders

urlpatterns = [
    path("", pages.patients, name="patients"),
    path("new", pages.new_patient, name="patient-new"),
    path("twice", merging.twice, name="patients-twice"),
    path("merges/<int:merge_id>/part", merging.part, name="patients-part"),
    path("<int:patient_id>/merge/<int:other_id>", merging.merge, name="patient-merge"),
    path("<int:patient_id>", pages.patient, name="patient"),
    path("<int:patient_id>/edit", pages.edit_patient, name="patient-edit"),
    path("<int:patient_id>/reminders", reminders.reminders, name="patient-reminders"),
    path("<int:patient_id>/archive", pages.archive, name="patient-archive"),
]
