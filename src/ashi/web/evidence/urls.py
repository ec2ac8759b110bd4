"""Addresses of what we say and on what grounds, and of trials that are added to these."""

from django.urls import path

from ashi.web.evidence import deciding, pages, questions, trials

urlpatterns = [
    path("", pages.claims, name="claims"),
    path("trials/", trials.trials, name="trials"),
    path("trials/new", trials.new, name="trial-new"),
    path("trials/file", trials.from_file, name="trials-file"),
    path("trials/<int:change_id>", deciding.change, name="trial-change"),
    path("trials/<int:change_id>/numbers", deciding.numbers, name="trial-numbers"),
    path("trials/<int:change_id>/accept", deciding.accept, name="trial-accept"),
    path("trials/<int:change_id>/refuse", deciding.refuse, name="trial-refuse"),
    path("questions/<slug:question_id>", questions.question, name="pooled-question"),
    path("questions/<slug:question_id>/out", questions.out, name="trial-out"),
    path("<slug:claim_id>", pages.claim, name="claim"),
    path("<slug:claim_id>/read", questions.read_again, name="claim-read"),
]
