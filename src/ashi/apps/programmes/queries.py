"""Reads of home programmes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actor import Actor
from ashi.apps.programmes.adherence import Adherence, Span, Week, adherence, by_weeks
from ashi.apps.programmes.models import Programme, Report

DONE = (Report.Answer.DONE, Report.Answer.PARTLY)


def live_programme(by: Actor, patient_id: int) -> Programme | None:
    """Return the version that holds now, with its items.

    Raises
    ------
    NotAllowedError
    """
    require(by, Permission.CLINICAL_READ, centre_id=by.centre_id)
    rows = Programme.objects.select_related("by", "patient").prefetch_related("items")
    return rows.filter(patient=patient_id, replaced_at=None).first()


def versions_of(by: Actor, patient_id: int) -> Sequence[Programme]:
    """Return every version, the latest first.

    Raises
    ------
    NotAllowedError
    """
    require(by, Permission.CLINICAL_READ, centre_id=by.centre_id)
    rows = Programme.objects.select_related("by").prefetch_related("items")
    return tuple(rows.filter(patient=patient_id).order_by("-at", "-version"))


def answers_on(patient_id: int, day: date) -> Mapping[str, str]:
    """Return the latest answer to each exercise on a day."""
    rows = Report.objects.filter(patient=patient_id, day=day).order_by("occurred_at", "recorded_at")
    return {row.exercise: row.answer for row in rows}


def days_done(patient_id: int, first: date, last: date) -> frozenset[date]:
    """Return the days on which something was done; an answer that was changed counts as it is."""
    rows = Report.objects.filter(patient=patient_id, day__range=(first, last))
    latest: defaultdict[date, dict[str, str]] = defaultdict(dict)
    for row in rows.order_by("occurred_at", "recorded_at"):
        latest[row.day][row.exercise] = row.answer
    return frozenset(day for day, said in latest.items() if set(said.values()) & set(DONE))


def pains_of(patient_id: int, since: date) -> Sequence[Report]:
    """Return the answers of pain since a day, the newest first."""
    rows = Report.objects.filter(patient=patient_id, day__gte=since, answer=Report.Answer.PAIN)
    return tuple(rows.order_by("-day", "-occurred_at"))


def _spans(patient_id: int, first: date, last: date) -> list[Span]:
    """Return the days of each version between two days; a day belongs to one version only."""
    rows = Programme.objects.filter(patient=patient_id, first_day__lte=last)
    spans = []
    for row in rows.prefetch_related("items").order_by("at"):
        begins, ends = row.first_day, [last, *([row.last_day] if row.last_day else [])]
        if row.version > 1:
            begins = max(begins, timezone.localdate(row.at))
        if row.replaced_at is not None:
            ends.append(timezone.localdate(row.replaced_at) - timedelta(days=1))
        asked = max((item.days_per_week for item in row.items.all()), default=0)
        spans.append(Span(max(first, begins), min(ends), asked))
    return spans


def adherence_of(patient_id: int, first: date, last: date) -> Adherence:
    """Return days done and days asked of a patient between two days, over all versions."""
    done = days_done(patient_id, first, last)
    return adherence(_spans(patient_id, first, last), done, last)


def weeks_of(patient_id: int, first: date, last: date) -> tuple[Week, ...]:
    """Return days done and days asked week by week from ``first``, over all versions."""
    done = days_done(patient_id, first, last)
    return by_weeks(_spans(patient_id, first, last), done, first, last)


def live_of(patient_ids: Iterable[int]) -> Sequence[Programme]:
    """Return the programmes that patients can do now, for whoever may see them."""
    today = timezone.localdate()
    rows = Programme.objects.filter(patient__in=list(patient_ids), replaced_at=None)
    rows = rows.filter(Q(last_day=None) | Q(last_day__gte=today), first_day__lte=today)
    return tuple(rows.select_related("patient").prefetch_related("items").order_by("patient"))
