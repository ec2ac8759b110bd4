"""What is known of a patient today, from answers and from other records."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from ashi.apps.bookings.models import Visit
from ashi.apps.encounters.models import NeedleIncident
from ashi.apps.screening.models import Answer, Complaint, Consent, FlagDecision
from ashi.core.kernel.facts import Fact
from ashi.core.safety import asking
from ashi.core.safety.acts import counts_as
from ashi.core.safety.facts import fact_kinds
from ashi.core.safety.patients import Patient
from ashi.core.safety.places import Spot, spot_in_region
from ashi.core.safety.red_flags import FlagChoice as CoreChoice
from ashi.core.safety.red_flags import FlagDecision as CoreDecision
from ashi.core.safety.red_flags import RedFlag, Screening, all_red_flags, questions_for, screen

NEEDLING, ELECTRO, HANDS = "needling", "electroacupuncture", "manual_therapy"  # consent texts
APART = ("photographs", "student_present", "teaching")  # consents on which no treatment depends
OPEN_FLAG = "redflag_open"
FACTS = {"yes": Fact.YES, "no": Fact.NO, "unknown": Fact.UNKNOWN}
FLAG_CODES = frozenset(flag.code for flag in all_red_flags())
# Answered by other records, and asked of nobody.
RECORDED = frozenset({"consent_absent", "minor", "age", "count_open", "needle_expired"})


@dataclass(frozen=True)
class Known:
    """Everything that was answered, and what it comes to on the day of a visit."""

    answers: Mapping[str, Answer]
    patient: Patient
    due: asking.Due
    flags_why: tuple[str, ...]
    flags: tuple[RedFlag, ...]
    flags_due: tuple[RedFlag, ...]
    screening: Screening
    complaint: Complaint | None
    consents: Mapping[str, Consent]
    consents_missing: tuple[str, ...]
    referred: frozenset[str]

    @property
    def flags_open(self) -> tuple[RedFlag, ...]:
        """Red flags answered yes on which nobody decided; who is referred is decided on."""
        return tuple(one for one in self.screening.undecided if one.code not in self.referred)

    @property
    def unanswered(self) -> tuple[str, ...]:
        """What is to be asked before anything is done, each question once."""
        flags = [flag.code for flag in self.flags_due]
        return tuple(
            dict.fromkeys([*flags, *self.due.each_visit, *self.due.unknown, *self.due.again])
        )


def answers_of(patient_id: int, visit_id: int | None = None) -> dict[str, Answer]:
    """Return the latest answer to each question, by the fact's name.

    Of what is asked at each visit, the answers of ``visit_id`` go before later ones.
    """
    rows = Answer.objects.order_by("fact", "-at", "-pk").distinct("fact").select_related("by")
    latest = {row.fact: row for row in rows.filter(patient=patient_id) if row.fact in fact_kinds()}
    if visit_id is not None:
        for row in rows.filter(visit=visit_id):
            if row.fact in fact_kinds() and fact_kinds()[row.fact].validity == "each_visit":
                latest[row.fact] = row
    return latest


def known_at(visit: Visit, kinds: Iterable[str]) -> Known:
    """Return what is known on the day of a visit, and what is still to be asked.

    Parameters
    ----------
    kinds : kinds of acts that are planned; with none only red flags are asked
    """
    patient_id = visit.patient_id or 0
    on = timezone.localdate(visit.session.starts_at)
    answers = answers_of(patient_id, visit.pk)
    consents = consents_of(patient_id)
    complaint = complaint_of(patient_id)
    given = {name: _given(row, visit, on) for name, row in answers.items()}
    kinds = tuple(kinds)
    missing = tuple(one for one in techniques_for(kinds) if one not in consents)
    given |= _from_records(visit, on, consented=not missing)
    decided = _decisions(answers)
    given = _flags_settled(given, answers, decided)
    patient = asking.patient_today(given, on)
    flags = questions_for(complaint.areas if complaint else ())
    why = _why_flags(visit, answers, complaint, on)
    flags_due = [flag for flag in flags if why and not _said(answers.get(flag.code), visit, on)]
    due = (
        asking.facts_due(given, kinds, on, recorded=RECORDED | FLAG_CODES)
        if kinds
        else asking.Due((), (), ())
    )
    values = {flag.code: patient.facts.get(flag.code, Fact.UNKNOWN) for flag in all_red_flags()}
    said = screen(flags, values, decided)
    referred = frozenset(one.code for one in decided if one.choice is CoreChoice.REFER)
    return Known(
        answers,
        patient,
        due,
        why,
        flags,
        tuple(flags_due),
        said,
        complaint,
        consents,
        missing,
        referred,
    )


def _given(row: Answer, visit: Visit, on: date) -> asking.Answer:
    """Return an answer as the core has it; one given for a visit is of that visit's day."""
    said = on if row.visit_id == visit.pk else timezone.localdate(row.at)
    return asking.Answer(said, FACTS[row.value], row.number, _sites(row))


def _sites(row: Answer) -> tuple[Spot, ...]:
    return tuple(spot_in_region(region, side) for region, side in row.sites)


def _said(row: Answer | None, visit: Visit, on: date) -> bool:
    """Whether a question has an answer for that visit, or of that day or a later one."""
    if row is None or row.value == "unknown":
        return False
    return row.visit_id == visit.pk or timezone.localdate(row.at) >= on


def _from_records(visit: Visit, on: date, *, consented: bool) -> dict[str, asking.Answer]:
    """Return what other records answer: consent, age, and needles of which nobody knows."""
    absent = Fact.NO if consented else Fact.YES
    lost = NeedleIncident.objects.filter(
        visit__patient=visit.patient_id, closed_at__isnull=True
    ).exclude(visit=visit)
    told = {
        "consent_absent": asking.Answer(on, absent),
        "count_open": asking.Answer(on, Fact.YES if lost.exists() else Fact.NO),
    }
    born = visit.patient.birth_date if visit.patient else None
    if born is not None:
        years = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
        told["age"] = asking.Answer(on, number=max(years, 0))
    return told


def techniques_for(kinds: Iterable[str]) -> tuple[str, ...]:
    """Return the techniques to which a patient consents before these kinds of acts."""
    found = []
    for kind in kinds:
        counted = counts_as(kind)
        found += [one for one in (NEEDLING, ELECTRO) if one in counted]
        found += [] if NEEDLING in counted else [HANDS]
    return tuple(dict.fromkeys(found))


def consents_of(patient_id: int) -> dict[str, Consent]:
    """Return the consents in force, by technique."""
    rows = Consent.objects.filter(patient=patient_id, withdrawn_at__isnull=True)
    return {row.technique: row for row in rows.select_related("witness", "paper")}


def complaint_of(patient_id: int) -> Complaint | None:
    """Return what the patient comes with now."""
    rows = Complaint.objects.filter(patient=patient_id, ended_at__isnull=True)
    return rows.order_by("-at", "-pk").first()


def _decisions(answers: Mapping[str, Answer]) -> list[CoreDecision]:
    """Return what clinicians decided on the red flags that are answered yes."""
    raised = {row.pk: row.fact for row in answers.values() if _raised(row)}
    if not raised:
        return []
    rows = (
        FlagDecision.objects.filter(answer__in=raised).order_by("answer", "-at").distinct("answer")
    )
    return [CoreDecision(raised[row.answer_id], CoreChoice(row.choice), row.reason) for row in rows]


def _raised(row: Answer) -> bool:
    return row.fact in FLAG_CODES and row.value == "yes"


def _flags_settled(
    given: dict[str, asking.Answer],
    answers: Mapping[str, Answer],
    decided: list[CoreDecision],
) -> dict[str, asking.Answer]:
    """Let an open red flag outweigh an older answer that none is open, and a decision close it."""
    raised = {row.fact: row.at for row in answers.values() if _raised(row)}
    closed = {one.code for one in decided if one.choice is not CoreChoice.REFER}
    own = answers.get(OPEN_FLAG)
    open_since: list[datetime] = [at for code, at in raised.items() if code not in closed]
    settled = dict(given)
    if any(own is None or own.value == "no" for _ in open_since):
        settled.pop(OPEN_FLAG, None)
    elif raised and not open_since and own is None:
        last = max(raised.values())
        settled[OPEN_FLAG] = asking.Answer(timezone.localdate(last), Fact.NO)
    return settled


def _why_flags(
    visit: Visit, answers: Mapping[str, Answer], complaint: Complaint | None, on: date
) -> tuple[str, ...]:
    """Return why red flags are asked at this visit."""
    before = Visit.objects.filter(
        patient=visit.patient_id,
        status=Visit.Status.BOOKED,
        session__starts_at__lt=visit.session.starts_at,
    ).order_by("-session__starts_at")
    starts = list(before.values_list("session__starts_at", flat=True))
    asked = [
        row.at for row in answers.values() if row.fact in FLAG_CODES and row.value != "unknown"
    ]
    screened = max(asked, default=None)
    seen = None
    if screened is not None:
        number = sum(start <= screened for start in starts)
        seen = asking.Visit(max(number, 1), timezone.localdate(screened))
    new = complaint is not None and screened is not None and complaint.at > screened
    last = timezone.localdate(starts[0]) if starts else None
    return asking.red_flags_due(asking.Visit(len(starts) + 1, on, new), seen, last)
