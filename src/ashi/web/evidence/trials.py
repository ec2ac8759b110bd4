"""Trials that this centre added: the list, the form for one, the file for many."""

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from ashi.apps.accounts.roles import Permission
from ashi.apps.evidence.actions import add_trials
from ashi.apps.evidence.models import Change, Origin
from ashi.apps.evidence.queries import changes_for, moved_by, questions, rows_of
from ashi.core.evidence.adding import Proposal, read_file
from ashi.core.evidence.errors import TableFaultsError
from ashi.core.evidence.living import NO_CHANGES, answer_of, forest_with
from ashi.core.evidence.references import kind_of
from ashi.core.evidence.rows import text_of
from ashi.core.kernel.faults import Fault
from ashi.core.knowledge.evidence_base.arms import packaged_arms
from ashi.core.knowledge.evidence_base.base import packaged_base
from ashi.web.evidence.fault_words import told as fault_told
from ashi.web.evidence.moved import Column, column_of
from ashi.web.evidence.trial_forms import MOST_BYTES, FileForm, TrialForm, title_of
from ashi.web.evidence.wording import ORIGIN_WORDS, STAND_WORDS
from ashi.web.policy import allow


@dataclass(frozen=True, slots=True)
class Listed:
    """One change as it is listed; ``stand`` is what is next, ``state`` its colour."""

    row: Change
    question: str
    stand: str
    state: str
    origin: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One pooled question with what it says to patients now."""

    id: str
    title: str
    now: Column | None
    changed: bool


def stand_of(row: Change) -> str:
    """Return where a change stands, as a code of ``STAND_WORDS``."""
    if row.to_be_read:
        return "to_be_read"
    return row.verdict or "waits"


def listed_of(row: Change) -> Listed:
    """Return a change in the reader's language."""
    stand = stand_of(row)
    states = {"to_be_read": "unknown", "waits": "caution"}
    origin = ORIGIN_WORDS[Origin(row.origin)]
    title = title_of(row.question) if row.question else ""
    return Listed(row, title, str(STAND_WORDS[stand]), states.get(stand, ""), str(origin))


@require_safe
@allow(Permission.CLINICAL_READ)
def trials(request: HttpRequest) -> HttpResponse:
    """List what this centre added or took out, and the questions that are pooled."""
    rows = [listed_of(one) for one in rows_of(request.centre.pk)]
    page = {
        "open": [one for one in rows if one.row.waits],
        "decided": [one for one in rows if not one.row.waits],
        "asked": _asked(request),
    }
    return render(request, "evidence/trials.html", page)


def _asked(request: HttpRequest) -> list[Asked]:
    changes, base, arms = changes_for(request.centre.pk), packaged_base(), packaged_arms()
    moved = {one.plot.id for one in moved_by(NO_CHANGES, changes)}
    return [
        Asked(
            plot.id,
            title_of(plot.id),
            column_of(answer_of(forest_with(plot, base, arms, changes))),
            plot.id in moved,
        )
        for plot in questions().values()
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.PROTOCOL_WRITE)
def new(request: HttpRequest) -> HttpResponse:
    """Take one trial from the form; it waits for a reviewer."""
    form = TrialForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (proposal := form.proposal()) is not None:
        try:
            rows = add_trials(by=request.actor, proposals=[proposal], origin=Origin.FORM)
        except TableFaultsError as error:
            form.add_faults(error.faults)
        else:
            messages.success(request, _("The trial is kept. A reviewer is asked."))
            return redirect("trial-change", rows[0].pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "evidence/trial_new.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.PROTOCOL_WRITE)
def from_file(request: HttpRequest) -> HttpResponse:
    """Take every trial of a file, or none and say what is wrong by line."""
    posted = request.method == "POST"
    form = FileForm(request.POST, request.FILES) if posted else FileForm()
    told: list[str] = []
    if form.is_valid():
        asked = form.cleaned_data["question"]
        try:
            origin, found = read_upload(form.cleaned_data["file"], asked)
            rows = add_trials(by=request.actor, proposals=found, origin=origin)
        except TableFaultsError as error:
            told = [fault_told(one) for one in error.faults]
            form.add_error("file", _("Nothing of this file was taken."))
        else:
            messages.success(request, _kept(len(rows)))
            return redirect("trials")
    page = {"form": form, "told": told}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "evidence/trials_file.html", page, status=status)


def _kept(count: int) -> str:
    words = ngettext("%(n)s trial is kept.", "%(n)s trials are kept.", count)
    return words % {"n": count}


def read_upload(file: UploadedFile, asked: str) -> tuple[Origin, list[Proposal]]:
    """Return what kind of file it is, and its trials.

    Raises
    ------
    TableFaultsError
        Every fault; nothing of the file is to be taken.
    """
    if (file.size or 0) > MOST_BYTES:
        raise TableFaultsError([Fault("file", "too_large")])
    text, name = text_of(file.read()), file.name or ""
    origin = Origin.RECORD if kind_of(text, name) else Origin.TABLE
    return origin, read_file(text, questions(), asked, name)
