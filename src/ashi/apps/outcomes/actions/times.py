"""A plan's own measures and times lay out its questions, move them and end them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from ashi.apps.centres.models import Centre
from ashi.apps.outcomes.actions.planning import lay_out
from ashi.apps.outcomes.models import CourseTimes
from ashi.apps.screening.models import Complaint


@dataclass(frozen=True, slots=True)
class Times:
    """What a plan asks: measures at its start, at each visit, at reviews; at which visits."""

    starts_on: date
    start: tuple[str, ...]
    each: tuple[str, ...]
    review: tuple[str, ...]
    reviews: Sequence[int]
    every: int | None


def keep_times(complaint: Complaint, centre_id: int, times: Times) -> CourseTimes:
    """Ask by a plan from now on, and lay out what is due; a plan that changed moves its questions.

    Belongs into the transaction of the plan, which has seen who may.
    """
    now = timezone.now()
    row, _made = CourseTimes.objects.update_or_create(
        complaint=complaint,
        defaults={
            "starts_on": times.starts_on,
            "ended_at": None,
            "start": list(times.start),
            "each": list(times.each),
            "review": list(times.review),
            "reviews": list(times.reviews),
            "review_every": times.every,
            "at": now,
        },
    )
    lay_out(Centre.objects.get(pk=centre_id), now, complaint.patient_id)
    return row


def drop_times(complaint: Complaint, centre_id: int) -> None:
    """Ask by the area of a complaint again; what was answered stays."""
    gone, _by_model = CourseTimes.objects.filter(complaint=complaint).delete()
    if gone:
        lay_out(Centre.objects.get(pk=centre_id), timezone.now(), complaint.patient_id)


def end_times(complaint: Complaint, centre_id: int, ended_at: datetime) -> None:
    """Ask nothing of further visits once a plan ended; its end and later moments are laid out."""
    rows = CourseTimes.objects.filter(complaint=complaint, ended_at=None)
    if rows.update(ended_at=ended_at):
        lay_out(Centre.objects.get(pk=centre_id), ended_at, complaint.patient_id)
