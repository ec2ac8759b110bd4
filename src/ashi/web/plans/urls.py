"""Addresses of a patient's plans."""

from django.urls import path

from ashi.web.plans import acts, course_pages, limits, pages, referral_pages

urlpatterns = [
    path("<int:patient_id>", pages.plans, name="plans"),
    path("<int:patient_id>/referrals", referral_pages.referrals, name="referrals"),
    path("visits/<int:visit_id>/draw", referral_pages.visit_draw, name="visit-draw"),
    path("<int:patient_id>/new", pages.new, name="plan-new"),
    path("<int:patient_id>/<int:plan_id>/change", pages.change, name="plan-change"),
    path("<int:patient_id>/<int:plan_id>/book", course_pages.book, name="plan-book"),
    path("<int:patient_id>/<int:plan_id>/limits", limits.limits, name="plan-limits"),
    path("<int:patient_id>/<int:plan_id>/sign", acts.sign, name="plan-sign"),
    path("<int:patient_id>/<int:plan_id>/template", acts.template, name="plan-template"),
    path(
        "<int:patient_id>/template/<int:course_template_id>/end",
        acts.template_end,
        name="plan-template-end",
    ),
    path("<int:patient_id>/<int:plan_id>/goal", acts.goal, name="plan-goal"),
    path("<int:patient_id>/<int:plan_id>/scores", acts.scores, name="plan-scores"),
    path("<int:patient_id>/<int:plan_id>/review", acts.review, name="plan-review"),
    path(
        "<int:patient_id>/<int:plan_id>/review/<int:review_id>/second",
        acts.second,
        name="plan-second",
    ),
    path("<int:patient_id>/<int:plan_id>/visit/<int:visit_id>", acts.visit, name="plan-visit"),
]
