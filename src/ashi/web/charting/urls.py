"""Addresses of the record."""

from django.urls import path

from ashi.web.charting import (
    acts,
    event_acts,
    found_acts,
    library,
    needle_acts,
    pages,
    text_acts,
    tongue_acts,
)
from ashi.web.printing import pages as printing

urlpatterns = [
    path("<int:visit_id>", pages.chart, name="chart"),
    path("<int:visit_id>/map", pages.map_of, name="chart-map"),
    path("<int:visit_id>/note", pages.write, name="chart-note"),
    path("<int:visit_id>/note/again", text_acts.note_again, name="chart-note-again"),
    path("<int:visit_id>/phrase", text_acts.phrase_in, name="chart-phrase"),
    path(
        "<int:visit_id>/template/<int:template_id>",
        text_acts.template_on,
        name="chart-template",
    ),
    path("<int:visit_id>/needles", acts.needles, name="chart-needles"),
    path("<int:visit_id>/needles/look", acts.look, name="chart-look"),
    path("<int:visit_id>/needles/in", acts.needles_in, name="chart-in"),
    path("<int:visit_id>/needles/out", acts.needles_out, name="chart-out"),
    path("<int:visit_id>/needles/<int:needle_id>/off", acts.off, name="chart-off"),
    path("<int:visit_id>/needles/<int:needle_id>", needle_acts.needle, name="chart-needle"),
    path("<int:visit_id>/library", library.library, name="chart-library"),
    path("<int:visit_id>/library/<slug:trial>", library.press_trial, name="chart-trial"),
    path("<int:visit_id>/box", needle_acts.box, name="chart-box"),
    path("<int:visit_id>/box/<int:box_id>/close", needle_acts.box_close, name="chart-box-close"),
    path("<int:visit_id>/protocol", needle_acts.protocol, name="chart-protocol"),
    path(
        "<int:visit_id>/protocol/<int:protocol_id>/end",
        needle_acts.protocol_end,
        name="chart-protocol-end",
    ),
    path("<int:visit_id>/removed/<slug:way>", needle_acts.removed, name="chart-removed"),
    path("<int:visit_id>/done", acts.done, name="chart-done"),
    path("<int:visit_id>/done/<slug:what>/<int:row_id>/off", acts.done_off, name="chart-done-off"),
    path("<int:visit_id>/found", found_acts.found, name="chart-found"),
    path("<int:visit_id>/found/again", found_acts.found_again, name="chart-found-again"),
    path("<int:visit_id>/found/after", found_acts.found_after, name="chart-found-after"),
    path("<int:visit_id>/ready/<slug:said>", found_acts.ready, name="chart-ready"),
    path("<int:visit_id>/event", event_acts.event, name="chart-event"),
    path("<int:visit_id>/event/<int:event_id>/off", event_acts.event_off, name="chart-event-off"),
    path("<int:visit_id>/diagnosis", event_acts.diagnosis, name="chart-diagnosis"),
    path(
        "<int:visit_id>/diagnosis/again", event_acts.diagnoses_again, name="chart-diagnoses-again"
    ),
    path(
        "<int:visit_id>/diagnosis/<int:diagnosis_id>/off",
        event_acts.diagnosis_off,
        name="chart-diagnosis-off",
    ),
    path("<int:visit_id>/tongue", tongue_acts.tongue, name="chart-tongue"),
    path("<int:visit_id>/sign", acts.sign, name="chart-sign"),
    path("<int:visit_id>/cosign", acts.cosign, name="chart-cosign"),
    path("<int:visit_id>/amend", acts.amend, name="chart-amend"),
    path("<int:visit_id>/record.pdf", printing.record, name="chart-record"),
    path("<int:visit_id>/stricta.pdf", printing.stricta, name="chart-stricta"),
    path("<int:visit_id>/letter.pdf", printing.letter, name="chart-letter"),
]
