"""What was asked of whoever comes today when they were last needled, and what was decided."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache

from django.utils import timezone

from ashi.apps.bookings.models import Visit
from ashi.apps.charting.screened import Screen
from ashi.apps.screening.known import ELECTRO, HANDS, NEEDLING, RECORDED
from ashi.apps.screening.models import Answer, Complaint, Consent, Decision
from ashi.apps.screening.visits import patient_of
from ashi.core.kernel.facts import Fact
from ashi.core.safety.asking import Answer as Given
from ashi.core.safety.asking import facts_due
from ashi.core.safety.consents import consent_texts
from ashi.core.safety.protocols import packaged_version
from ashi.core.safety.red_flags import questions_for

BEFORE = timedelta(minutes=4)
CONSENTED = (NEEDLING, ELECTRO, HANDS)
KINDS = (NEEDLING, ELECTRO, "manual_mobilisation", "massage", "exercise")
# Invented: what some of the demo's patients answer yes to; the others answer no to everything.
CONDITIONS: tuple[tuple[str, ...], ...] = (
    (),
    (),
    ("takes_anticoagulant",),
    (),
    ("faint_history",),
    (),
    ("diabetes",),
    (),
)
# Invented: how the demo's practitioners went on past a precaution.
REASONS = {
    "HAZ-CORD": "Oblique, stopped well above",
    "HAZ-KIDNEY": "Towards the spine, not outward",
}
USUAL_REASON = "Slow, away from it, nothing electric felt"


@cache
def _asked(area: str, yes: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return every question of a first visit with its answer, of somebody with these conditions."""
    day = timezone.localdate()
    said: dict[str, str] = {flag.code: "no" for flag in questions_for([area])}
    said |= dict.fromkeys(yes, "yes")
    while True:
        given = {name: Given(day, _fact(value)) for name, value in said.items()}
        due = facts_due(given, KINDS, day, recorded=RECORDED)
        names = [name for name in (*due.each_visit, *due.unknown, *due.again) if name not in said]
        if not names:
            return tuple(said.items())
        said |= dict.fromkeys(names, "no")


def _fact(value: str) -> Fact:
    return Fact.YES if value == "yes" else Fact.NO


def screen_all(visits: Iterable[tuple[Visit, int, str, str]], begun: Mapping[int, Visit]) -> None:
    """Keep answers, complaint and consent of each visit: (visit, who asked, words, area).

    ``begun`` is the visit at which a patient's course began: there the complaint was stated.
    """
    answers: list[Answer] = []
    complaints: list[Complaint] = []
    consents: list[Consent] = []
    for visit, by_id, words, area in visits:
        at = visit.session.starts_at - BEFORE
        answers += _answers(visit, by_id, area, at)
        said = {"patient_id": visit.patient_id, "visit": visit, "at": at}
        first = begun.get(visit.patient_id or 0, visit)
        stated = said | {"visit": first, "at": first.session.starts_at - BEFORE}
        complaints.append(Complaint(words=words, areas=[area], by_id=by_id, **stated))
        consents += [
            Consent(
                technique=technique,
                text_version=consent_texts()[technique].version,
                language="el",
                way=Consent.Way.SCREEN,
                signed_name=visit.patient.full_name if visit.patient else "",
                witness_id=by_id,
                **said,
            )
            for technique in CONSENTED
        ]
    Answer.objects.bulk_create(answers, batch_size=2000)
    Complaint.objects.bulk_create(complaints)
    Consent.objects.bulk_create(consents)


def _answers(visit: Visit, by_id: int, area: str, at: datetime) -> Iterator[Answer]:
    conditions = CONDITIONS[(visit.patient_id or 0) % len(CONDITIONS)]
    for name, value in _asked(area, conditions):
        yield Answer(
            patient_id=patient_of(visit), visit=visit, fact=name, value=value, by_id=by_id, at=at
        )


def decide_all(visits: Iterable[tuple[Visit, int, Screen]]) -> None:
    """Keep a decision on each finding about what was charted: (visit, who, screening)."""
    Decision.objects.bulk_create(
        Decision(
            visit=visit,
            patient_id=patient_of(visit),
            finding=one.key,
            rule=one.finding.rule.id,
            weight=one.finding.weight.name.lower(),
            places=list(one.places),
            said=one.finding.rule.text,
            protocol=packaged_version(),
            choice=Decision.Choice.WENT_AHEAD,
            reason=REASONS.get(one.finding.rule.id, USUAL_REASON),
            by_id=by_id,
            at=visit.session.starts_at,
        )
        for visit, by_id, screen in visits
        for one in screen.standing.open
    )
