"""The points of published trials, to be charted by one press."""

from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.charting.actions.needling import SIDES, add_trial_needles
from ashi.apps.charting.library import Flagged, flags_at
from ashi.apps.charting.queries import chart_of
from ashi.apps.screening.findings import Shown
from ashi.apps.screening.known import complaint_of
from ashi.core.kernel.errors import AshiError
from ashi.core.knowledge.evidence_base.conditions import all_conditions
from ashi.core.knowledge.needling.trials import (
    TrialProtocol,
    conditions_near,
    conditions_with_trials,
    protocols_of,
)
from ashi.web.charting.library_words import (
    ALSO_WORDS,
    KNOWN_FROM_WORDS,
    OUTCOME_OF_TRIAL_WORDS,
    STIMULATION_WORDS,
)
from ashi.web.charting.pages import page, visit_or_404
from ashi.web.policy import allow
from ashi.web.screening.wording import SIDE_WORDS, WEIGHT_WORDS, in_greek
from ashi.web.wording import sentence_for


@dataclass(frozen=True, slots=True)
class Warned:
    """What is said of one point or of the whole patient, as it is drawn."""

    word: str
    state: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A trial's protocol as it is drawn; each point with what is said of it."""

    trial: TrialProtocol
    points: list[tuple[str, str, list[Warned]]]
    also: list[str]
    stimulation: str
    points_from: str
    dose_from: str
    outcome: str

    @property
    def said(self) -> list[tuple[str, list[Warned]]]:
        """The points of which something is said."""
        return [(point, warned) for point, _state, warned in self.points if warned]


@require_GET
@allow(Permission.CLINICAL_READ)
def library(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Show what trials needled for a condition, with what the protocol says of each point."""
    visit = visit_or_404(request, visit_id)
    complaint = complaint_of(visit.patient_id or 0)
    near = conditions_near(complaint.areas if complaint else ())
    known = conditions_with_trials()
    asked = request.GET.get("condition", "")
    chosen = asked if asked in known else next(iter(near or known))
    trials = protocols_of(chosen)
    flagged = flags_at(visit, (point for one in trials for point in one.points))
    subject, patient = ("visit", visit_id), visit.patient_id
    record(by=request.actor, action="note.read", subject=subject, patient_id=patient)
    names = {one.id: one for one in all_conditions()}
    note = chart_of(visit)
    context = {
        "visit": visit,
        "note": note,
        "near": [names[one] for one in near],
        "others": [names[one] for one in known if one not in near],
        "chosen": names[chosen],
        "entries": [_entry(one, flagged) for one in trials],
        "anywhere": [_warned(one) for one in flagged.anywhere],
        "sides": [(one, SIDE_WORDS[one]) for one in SIDES],
    }
    return render(request, "charting/library.html", context)


def _entry(trial: TrialProtocol, flagged: Flagged) -> Entry:
    points = []
    for one in trial.points:
        warned = [_warned(shown) for shown in flagged.at[one]]
        points.append((one, warned[0].state if warned else "", warned))
    return Entry(
        trial,
        points,
        [str(ALSO_WORDS.get(one, one)) for one in trial.also],
        str(STIMULATION_WORDS[trial.stimulation]),
        str(KNOWN_FROM_WORDS[trial.points_from]),
        str(KNOWN_FROM_WORDS[trial.dose_from]),
        str(OUTCOME_OF_TRIAL_WORDS.get(trial.outcome, "")),
    )


def _warned(shown: Shown) -> Warned:
    rule, weight = shown.finding.rule, shown.finding.weight
    text = rule.text_el if in_greek() else rule.text
    return Warned(str(WEIGHT_WORDS[weight.name]), weight.name.lower(), text)


@require_POST
@allow(Permission.CLINICAL_WRITE)
def press_trial(request: HttpRequest, visit_id: int, trial: str) -> HttpResponse:
    """Chart the points of a trial on the side that was pressed."""
    visit = visit_or_404(request, visit_id)
    side, second = request.POST.get("side", ""), request.POST.get("second_set") == "on"
    try:
        add_trial_needles(
            by=request.actor, visit_id=visit_id, trial=trial, side=side, second_set=second
        )
    except AshiError as error:
        return page(request, visit, HTTPStatus.UNPROCESSABLE_ENTITY, refusal=sentence_for(error))
    return redirect(f"{reverse('chart', args=[visit_id])}#needles")
