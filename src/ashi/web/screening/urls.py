"""Addresses of what is asked and decided before a visit."""

from django.urls import path

from ashi.web.screening import acts, cards, consenting, medicines, pain, papers

urlpatterns = [
    path("medicines", medicines.names, name="medicine-names"),
    path("<int:visit_id>/card", cards.card, name="safety-card"),
    path("<int:visit_id>/card/given", cards.given, name="safety-card-given"),
    path("<int:visit_id>/medicines", acts.medicines, name="screening-medicines"),
    path("<int:visit_id>/answers/<slug:group>", acts.answers, name="screening-answers"),
    path("<int:visit_id>/pain", pain.pain, name="screening-pain"),
    path("<int:visit_id>/complaint", acts.complaint, name="screening-complaint"),
    path("<int:visit_id>/decision", acts.decide, name="screening-decide"),
    path("<int:visit_id>/as-before", acts.as_before, name="screening-as-before"),
    path("<int:visit_id>/flag", acts.flag, name="screening-flag"),
    path("<int:visit_id>/leave", acts.leave, name="screening-leave"),
    path("<int:visit_id>/second/<int:decision_id>", acts.countersign, name="screening-countersign"),
    path("<int:visit_id>/consent/<slug:technique>", consenting.consent, name="screening-consent"),
    path("<int:visit_id>/consent/<slug:technique>/print", papers.print_text, name="consent-print"),
    path("<int:visit_id>/consent/<slug:technique>/paper", papers.paper, name="consent-paper"),
    path(
        "<int:visit_id>/consent/<slug:technique>/photograph",
        papers.photograph,
        name="consent-photograph",
    ),
    path(
        "<int:visit_id>/consent/<slug:technique>/withdraw",
        consenting.withdraw,
        name="screening-withdraw",
    ),
]
