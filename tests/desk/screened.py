"""Patients of whom everything was asked: what a visit needs before its first needle."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from ashi.apps.bookings.models import Visit
from ashi.apps.charting.screened import Screen, screening_at
from ashi.apps.screening.actions.answering import Said, keep_answers
from ashi.apps.screening.actions.consenting import give_consent
from ashi.apps.screening.actions.deciding import decide_finding
from ashi.core.safety.consents import consent_texts
from tests.desk.centre import SmallCentre


@contextmanager
def during(visit: Visit) -> Iterator[None]:
    """Set the clock to the visit, five minutes in."""
    then = visit.session.starts_at + timedelta(minutes=5)
    with patch("django.utils.timezone.now", return_value=then):
        yield


def consent(small: SmallCentre, visit: Visit, technique: str = "needling", who: str = "maria"):
    """Have the patient consent in the room."""
    return give_consent(
        by=small.actor(who),
        visit_id=visit.pk,
        technique=technique,
        read_version=consent_texts()[technique].version,
        language="en",
        signed_name="Despina Charalambous",
    )


def screen_now(visit: Visit) -> Screen:
    """Return the screening of a visit as it stands, needles meant."""
    fresh = Visit.objects.select_related("session", "patient").get(pk=visit.pk)
    return screening_at(fresh, meant=True)


def answer(small: SmallCentre, visit: Visit, who: str = "maria", **values: str):
    """Answer some questions: yes, no or unknown by the name of the fact."""
    said = {name: Said(value) for name, value in values.items()}
    return keep_answers(by=small.actor(who), visit_id=visit.pk, said=said)


def answer_all(small: SmallCentre, visit: Visit, who: str = "maria") -> None:
    """Answer everything that is asked with no, until nothing more is asked."""
    while names := screen_now(visit).known.unanswered:
        answer(small, visit, who, **dict.fromkeys(names, "no"))


def decide_all(small: SmallCentre, visit: Visit, who: str = "maria") -> None:
    """Go ahead past everything that was found, with a reason."""
    for one in screen_now(visit).standing.open:
        decide_finding(
            by=small.actor(who),
            visit_id=visit.pk,
            find=lambda visit: screen_now(visit).shown,
            key=one.key,
            choice="went_ahead",
            reason="shallow, away from it",
        )


def screened(small: SmallCentre, visit: Visit, who: str = "maria") -> None:
    """Ask, have consented and decide everything."""
    for technique in screen_now(visit).known.consents_missing:
        consent(small, visit, technique, who)
    answer_all(small, visit, who)
    decide_all(small, visit, who)
