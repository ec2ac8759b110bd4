"""A pooled question: what it says now, what it said until when; a claim read again."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ashi.apps.accounts.roles import Permission
from ashi.apps.evidence import actions
from ashi.apps.evidence.queries import changes_for, history_of, questions
from ashi.core.evidence.living import forest_with, short_name
from ashi.core.kernel.errors import AshiError
from ashi.core.knowledge.evidence_base.arms import packaged_arms
from ashi.core.knowledge.evidence_base.base import packaged_base
from ashi.core.knowledge.evidence_base.plots import Plot
from ashi.web.conditions.forests import panel_for
from ashi.web.evidence.moved import past_of, sentences_on
from ashi.web.evidence.pages import claim_page, weighed_or_404
from ashi.web.evidence.trial_forms import NoteForm, OutForm, title_of
from ashi.web.policy import allow
from ashi.web.wording import sentence_for


@require_safe
@allow(Permission.CLINICAL_READ)
def question(request: HttpRequest, question_id: str) -> HttpResponse:
    """Show a question with its trials, and every answer that it gave before."""
    plot = _plot_or_404(question_id)
    return _page(request, plot, OutForm(trials=_trials(request, plot)), HTTPStatus.OK)


@require_POST
@allow(Permission.PROTOCOL_WRITE)
def out(request: HttpRequest, question_id: str) -> HttpResponse:
    """Ask for a trial to be taken out, with a reason."""
    plot = _plot_or_404(question_id)
    form = OutForm(request.POST, trials=_trials(request, plot))
    if form.is_valid():
        try:
            row = actions.take_out(by=request.actor, question=question_id, **form.cleaned_data)
        except AshiError as error:
            form.add_error("trial", sentence_for(error))
        else:
            messages.success(request, _("A reviewer is asked."))
            return redirect("trial-change", row.pk)
    return _page(request, plot, form, HTTPStatus.UNPROCESSABLE_ENTITY)


def _plot_or_404(question_id: str) -> Plot:
    plot = questions().get(question_id)
    if plot is None:
        raise Http404
    return plot


def _trials(request: HttpRequest, plot: Plot) -> list[tuple[str, str]]:
    """Return the trials of a question, by entry and name."""
    changes = changes_for(request.centre.pk)
    forest = forest_with(plot, packaged_base(), packaged_arms(), changes)
    return [(line.entry.id, short_name(line.entry)) for line in forest.lines]


def _page(request: HttpRequest, plot: Plot, form: OutForm, status: int) -> HttpResponse:
    page = {
        "plot": plot,
        "title": title_of(plot.id),
        "panel": panel_for(plot.id, changes_for(request.centre.pk)),
        "claims": sentences_on([plot.id]),
        "past": past_of(history_of(request.centre.pk, plot.id)),
        "form": form,
    }
    return render(request, "evidence/question.html", page, status=status)


@require_POST
@allow(Permission.PROTOCOL_SIGN)
def read_again(request: HttpRequest, claim_id: str) -> HttpResponse:
    """Record that a sentence was held against its changed evidence and stands."""
    found, form = weighed_or_404(claim_id), NoteForm(request.POST)
    if form.is_valid():
        try:
            actions.read_again(by=request.actor, claim=claim_id, **form.cleaned_data)
        except AshiError as error:
            form.add_error("note", sentence_for(error))
        else:
            messages.success(request, _("Read again. The sentence stands."))
            return redirect("claim", claim_id)
    page = claim_page(request, found, form)
    return render(request, "evidence/claim.html", page, status=HTTPStatus.UNPROCESSABLE_ENTITY)
