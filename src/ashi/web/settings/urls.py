"""Addresses of the centre's settings."""

from django.urls import path

from ashi.web.settings import (
    backups,
    closures,
    online,
    pages,
    questions,
    reminders,
    resources,
    services,
    terms,
    times,
)

urlpatterns = [
    path("", pages.overview, name="settings"),
    path("centre", pages.rules, name="settings-rules"),
    path("backups", backups.backups, name="settings-backups"),
    path("closures", closures.closures, name="settings-closures"),
    path("closures/propose", closures.propose, name="settings-propose"),
    path("closures/confirm", closures.confirm_all, name="settings-confirm-all"),
    path("closures/<int:closure_id>", closures.decide, name="settings-decide"),
    path("reminders", reminders.reminders, name="settings-reminders"),
    path("services", services.services, name="settings-services"),
    path("services/<int:service_id>", services.service, name="settings-service"),
    path("services/<int:service_id>/copy", services.copy, name="settings-copy"),
    path("services/<int:service_id>/phases", services.phases, name="settings-phases"),
    path("services/<int:service_id>/roles", services.roles, name="settings-roles"),
    path(
        "services/<int:service_id>/reminders",
        reminders.service_reminders,
        name="settings-service-reminders",
    ),
    path("terms", terms.terms, name="settings-terms"),
    path("services/<int:service_id>/terms", terms.service_terms, name="settings-service-terms"),
    path("services/<int:service_id>/online", online.online, name="settings-service-online"),
    path("new/<slug:kind>", resources.new, name="settings-new"),
    path("things/<int:resource_id>", resources.resource, name="settings-resource"),
    path("things/<int:resource_id>/active", resources.active, name="settings-active"),
    path("things/<int:resource_id>/hours", times.hours, name="settings-hours"),
    path("things/<int:resource_id>/hours/back", times.period_back, name="settings-period-back"),
    path("things/<int:resource_id>/extra", times.extra, name="settings-extra"),
    path("extra/<int:extra_id>/back", times.extra_back, name="settings-extra-back"),
    path("things/<int:resource_id>/away", times.away, name="settings-away"),
    path("away/<int:absence_id>/back", times.back, name="settings-back"),
    path("measures", questions.measures, name="settings-measures"),
    path("measures/<slug:measure_code>", questions.measure, name="settings-measure"),
    path("measures/<slug:measure_code>/thresholds", questions.choose, name="settings-thresholds"),
    path(
        "questionnaires/<int:questionnaire_id>/end",
        questions.end,
        name="settings-questionnaire-end",
    ),
    path("things/<int:resource_id>/permits", resources.permits, name="settings-permits"),
]
