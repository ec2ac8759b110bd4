"""What is known to watch for in several patients at once: for a list that lies on a desk."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from ashi.apps.screening.models import Answer
from ashi.core.safety.facts import fact_kinds


@dataclass(frozen=True, slots=True)
class Watched:
    """Facts answered yes, by name; ``asked`` tells whether anything was answered at all."""

    asked: bool
    yes: tuple[str, ...]


def watched(patient_ids: Collection[int], visit_ids: Collection[int]) -> dict[int, Watched]:
    """Return for each patient what the latest answers say yes to, in one query.

    Of what is asked at each visit only answers given for one of ``visit_ids`` count. Red flags
    are not among it: they are a clinician's to decide on. Who was never asked is not in the answer.
    """
    rows = (
        Answer.objects.filter(patient__in=patient_ids)
        .order_by("patient", "fact", "-at", "-pk")
        .distinct("patient", "fact")
        .values_list("patient", "fact", "value", "visit")
    )
    kinds = fact_kinds()
    yes: dict[int, list[str]] = defaultdict(list)
    asked = set()
    for patient, fact, value, visit in rows:
        if fact not in kinds or kinds[fact].red_flag:
            continue
        if kinds[fact].validity == "each_visit" and visit not in visit_ids:
            continue
        asked.add(patient)
        if value == Answer.Value.YES:
            yes[patient].append(fact)
    return {patient: Watched(True, tuple(sorted(yes[patient]))) for patient in asked}
