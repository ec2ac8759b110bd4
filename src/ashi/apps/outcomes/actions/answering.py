"""Answers are kept as typed until they are sent, scored once, and stay as they were sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.outcomes.actions.paging import page_for
from ashi.apps.outcomes.actions.planning import times_of
from ashi.apps.outcomes.errors import (
    AlreadyAnsweredError,
    AskingUnknownError,
    DayImpossibleError,
    NothingAnsweredError,
)
from ashi.apps.outcomes.forms import AskedForm, forms_of
from ashi.apps.outcomes.models import Activity, Asking, Response
from ashi.apps.outcomes.scoring import Given, only_asked, scored, stored
from ashi.apps.patients.texts import checked_text
from ashi.apps.screening.models import Complaint
from ashi.core.outcomes.own_questions import NAME
from ashi.core.outcomes.scores import Score

LONGEST = 120
DRAFT, SENT = "draft", "sent"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was written: answers by measure and question, in which language, where, of which day.

    ``flags`` are codes of red flags that were ticked.
    """

    given: Mapping[str, Mapping[str, Given]]
    language: str
    source: str
    answered_on: date | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of answers: the rows, and which fixed words the patient reads at once."""

    responses: tuple[Response, ...]
    advice: tuple[str, ...]


@transaction.atomic
def keep_draft(*, by: Actor, asking_id: int, sheet: Sheet) -> datetime:
    """Keep what was answered so far, so that it is there when the page is opened again.

    Raises
    ------
    AlreadyAnsweredError, AskingUnknownError, AnswerOutsideError, TooLongError
    """
    asking = _open(asking_id)
    now = timezone.now()
    drafts = _drafts(asking)
    for form in forms_of(asking, sheet.language):
        if form.measure in sheet.given:
            given = _merged(form, drafts, sheet)
            scored(form.fitted, given)
            _row(asking, form, drafts, sheet).keep(given, now, by.user_id)
    return now


@transaction.atomic
def send_answers(*, by: Actor, asking_id: int, sheet: Sheet) -> Sent:
    """Score the answers to a set, once, by each measure's own rule, and keep them for good.

    Raises
    ------
    AlreadyAnsweredError
        Somebody sent this set before; their answers stand.
    AskingUnknownError, AnswerOutsideError, NothingAnsweredError, TooLongError
    """
    asking = _open(asking_id)
    now, drafts = timezone.now(), _drafts(asking)
    forms = forms_of(asking, sheet.language)
    answers = {
        form.measure: only_asked(form.fitted, _merged(form, drafts, sheet)) for form in forms
    }
    scores = {form.measure: scored(form.fitted, answers[form.measure]) for form in forms}
    if not any(score.answered for score in scores.values()) and not sheet.flags:
        raise NothingAnsweredError()
    rows = []
    for form in forms:
        row = _row(asking, form, drafts, sheet).row
        row.answers, row.by_id, row.saved_at = answers[form.measure], by.user_id, now
        settled(row, asking, scores[form.measure], sheet, now)
        row.save()
        rows.append(row)
    _name_activities(asking, answers.get("PSFS", {}), now)
    asking.answered_at = now
    asking.save(update_fields=["answered_at"])
    _tell(by, "answers.send", asking, measures=sorted(scores), late=rows[0].late if rows else False)
    advice = page_for(by=by, asking=asking, scores=list(scores.values()), flags=sheet.flags)
    return Sent(tuple(rows), advice)


@transaction.atomic
def enter_paper(*, by: Actor, asking_id: int, sheet: Sheet) -> Sent:
    """Enter what a patient wrote on paper, with the day on which they wrote it.

    Raises
    ------
    NotAllowedError, AskingUnknownError, AlreadyAnsweredError, AnswerOutsideError
    NothingAnsweredError, TooLongError
    DayImpossibleError
        A day before the set was asked, or to come.
    """
    require(by, Permission.CLINICAL_WRITE, centre_id=by.centre_id)
    asking = Asking.objects.select_related("centre").filter(pk=asking_id, centre=by.centre_id)
    row = asking.first()
    if row is None:
        raise AskingUnknownError(asking=asking_id)
    zone = ZoneInfo(row.centre.zone)
    day = sheet.answered_on or timezone.localdate(timezone=zone)
    if not row.opens_at.astimezone(zone).date() <= day <= timezone.localdate(timezone=zone):
        raise DayImpossibleError(day=day.isoformat())
    return send_answers(by=by, asking_id=asking_id, sheet=sheet)


def _open(asking_id: int) -> Asking:
    """Return an asking that nobody answered yet, locked."""
    rows = Asking.objects.select_for_update(of=("self",))
    row = (
        rows.select_related("centre", "visit__session", "complaint__times")
        .filter(pk=asking_id)
        .first()
    )
    if row is None or row.withdrawn_at is not None:
        raise AskingUnknownError(asking=asking_id)
    if row.answered_at is not None:
        raise AlreadyAnsweredError(at=row.answered_at.isoformat(), zone=row.centre.zone)
    return row


def _drafts(asking: Asking) -> dict[str, Response]:
    return {row.measure: row for row in asking.responses.filter(corrects__isnull=True)}


def _merged(form: AskedForm, drafts: Mapping[str, Response], sheet: Sheet) -> dict[str, Given]:
    """Return what was kept with what is given now over it; only questions the form has."""
    known = {one.link_id for one in form.fitted.form.questions}
    draft = drafts.get(form.measure)
    before: dict[str, Given] = draft.answers if draft else {}
    merged = before | dict(sheet.given.get(form.measure, {}))
    texts = {
        name: checked_text(name, one, LONGEST)
        for name, one in merged.items()
        if isinstance(one, str)
    }
    return {name: one for name, one in (merged | texts).items() if name in known}


@dataclass(slots=True)
class _Draft:
    """A row of answers that are not sent."""

    row: Response

    def keep(self, given: dict[str, Given], now: datetime, by_id: int | None) -> None:
        self.row.answers, self.row.saved_at, self.row.by_id = given, now, by_id
        self.row.save()


def _row(asking: Asking, form: AskedForm, drafts: Mapping[str, Response], sheet: Sheet) -> _Draft:
    now = timezone.now()
    row = drafts.get(form.measure) or Response(
        asking=asking, patient_id=asking.patient_id, measure=form.measure, begun_at=now
    )
    row.questionnaire, row.form = form.questionnaire, form.label
    row.language, row.source, row.saved_at = sheet.language, sheet.source, now
    return _Draft(row)


def settled(row: Response, asking: Asking, score: Score, sheet: Sheet, now: datetime) -> None:
    """Write the score into a row that is sent ``now``, and whether it came in time."""
    zone = ZoneInfo(asking.centre.zone)
    row.submitted_at = now
    row.answered_on = sheet.answered_on or now.astimezone(zone).date()
    last = asking.closes_at.astimezone(zone)
    # A window closes at midnight: the day before is its last.
    row.late = now >= asking.closes_at
    if sheet.answered_on is not None:
        row.late = sheet.answered_on >= last.date()
    row.after_end = _after_end(asking.complaint, row.answered_on, zone)
    for name, value in stored(score).items():
        setattr(row, name, value)


def _after_end(complaint: Complaint | None, day: date, zone: ZoneInfo) -> bool:
    if complaint is None:
        return False
    times = times_of(complaint)
    ends = [complaint.ended_at, times.ended_at if times else None]
    return any(one is not None and day > one.astimezone(zone).date() for one in ends)


def _name_activities(asking: Asking, given: Mapping[str, Given], now: datetime) -> None:
    """Keep what the patient named to do again, once; what was rated without a name has a number."""
    complaint_id = asking.complaint_id
    if complaint_id is None or Activity.objects.filter(complaint=complaint_id).exists():
        return
    named = [
        (int(name.removeprefix(NAME)), str(words))
        for name, words in given.items()
        if name.startswith(NAME) and words and given.get(name.removeprefix(NAME)) is not None
    ]
    Activity.objects.bulk_create(
        Activity(complaint_id=complaint_id, position=position, words=words, named_at=now)
        for position, words in sorted(named)
    )


def _tell(by: Actor, action: str, asking: Asking, **detail: object) -> None:
    record(
        by=by,
        action=action,
        subject=("asking", asking.pk),
        patient_id=asking.patient_id,
        detail=detail,
    )
