"""What was asked of courses that are over, and who answered: all of it invented.

Needles make no difference in these answers, on purpose: those who have them begin a little worse,
so the plain change is larger, and the adjusted difference is about none.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from ashi.apps.demo.past import Course
from ashi.apps.demo.workbench import Workbench
from ashi.apps.outcomes.actions.answering import Sheet, settled
from ashi.apps.outcomes.forms import forms_for
from ashi.apps.outcomes.models import Asking, Response
from ashi.apps.outcomes.scoring import scored
from ashi.core.outcomes.asking import window
from ashi.core.outcomes.scores import Score

MEASURE = "NPRS"
REVIEWED = 4  # the visit after which it is looked at how it goes
# Days from the first visit (or from that visit) to the opening, days open, the share that answers.
ASKED = {"start": (-7, 7, 0.93), "review": (0, 5, 0.78), "months_3": (84, 28, 0.64)}
LATE = 0.06
WORSE_LEFT = 0.04  # fewer of those answer who are still in pain, for each point of it
DAY = timedelta(days=1)


def write_past_answers(bench: Workbench, courses: Sequence[Course]) -> None:
    """Ask the sets of every course, and have most of them answered."""
    (form,) = forms_for(bench.house.centre.pk, [MEASURE], "el")
    name = form.fitted.questions[0].link_id
    scores = [scored(form.fitted, {name: pain}) for pain in range(11)]
    askings: list[Asking] = []
    pains: list[int] = []
    for one in courses:
        for asking, pain in _askings(bench, one):
            askings.append(asking)
            pains.append(pain)
    Asking.objects.bulk_create(askings)
    Response.objects.bulk_create(
        _response(form.label, name, asking, pain, scores[pain])
        for asking, pain in zip(askings, pains, strict=True)
        if asking.answered_at is not None
    )


def _askings(bench: Workbench, one: Course) -> Iterator[tuple[Asking, int]]:
    dice = random.Random(f"asked {bench.seed} {one.visits[0].id}")  # noqa: S311 -- dice, not keys
    needled = any(visit.needles for visit in one.visits)
    start = min(10, dice.choice((4, 5, 6, 6, 7, 8)) + (needled and dice.random() < 0.5))
    fall = dice.choice((0.0, 0.1, 0.3, 0.3, 0.5, 0.6, -0.1)) * start
    for moment, (after, open_days, share) in ASKED.items():
        visit = None
        anchor = one.visits[0]
        if moment == "review":
            if len(one.visits) < REVIEWED:
                continue
            visit = anchor = one.visits[REVIEWED - 1]
        opens, closes = window(anchor.starts_at, after, open_days, bench.zone)
        if opens >= bench.now:
            continue
        part = {"start": 0.0, "review": 0.7, "months_3": 1.0}[moment]
        pain = max(0, min(10, round(start - fall * part + dice.uniform(-0.9, 0.9))))
        likely = share - (WORSE_LEFT * max(0, pain - 4) if moment == "months_3" else 0.0)
        at = _answered_at(dice, opens, closes, bench.now) if dice.random() < likely else None
        yield (
            Asking(
                patient_id=anchor.patient_id,
                centre=bench.house.centre,
                complaint=one.complaint,
                visit_id=visit.id if visit else None,
                moment=moment,
                measures=[MEASURE],
                opens_at=opens,
                closes_at=closes,
                asked_at=opens,
                told_at=opens,
                answered_at=at,
            ),
            pain,
        )


def _answered_at(
    dice: random.Random, opens: datetime, closes: datetime, now: datetime
) -> datetime | None:
    at = closes + DAY * 0.4 if dice.random() < LATE else opens + (closes - opens) * dice.random()
    return at.replace(microsecond=0) if at < now else None


def _response(label: str, name: str, asking: Asking, pain: int, score: Score) -> Response:
    at = asking.answered_at
    assert at is not None
    row = Response(
        asking=asking,
        patient_id=asking.patient_id,
        measure=MEASURE,
        form=label,
        language="el",
        source=Response.Source.PHONE,
        begun_at=at,
        saved_at=at,
        answers={name: pain},
    )
    settled(row, asking, score, Sheet({}, "el", Response.Source.PHONE), at)
    return row
