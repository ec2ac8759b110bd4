"""An answer that must be seen has the staff phone the patient, and shows fixed words at once."""

from collections.abc import Sequence

from django.utils import timezone, translation

from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.models import Visit
from ashi.apps.charting.models import Needling
from ashi.apps.encounters.actions.calls import ask_call_back
from ashi.apps.outcomes.models import Asking
from ashi.apps.screening.actions.answering import Said, keep_from_home
from ashi.apps.screening.known import FLAG_CODES
from ashi.core.kernel.facts import Fact
from ashi.core.outcomes.scores import Score
from ashi.core.outcomes.seen import seen_in
from ashi.core.safety.red_flags import advice_of, screen

GREEK = "el"


def page_for(
    *, by: Actor, asking: Asking, scores: Sequence[Score], flags: Sequence[str]
) -> tuple[str, ...]:
    """Page staff for what must be seen, and return the fixed words for the patient.

    Belongs into the transaction that keeps the answers.
    """
    visit = _visit_of(asking)
    ticked = [code for code in flags if code in FLAG_CODES]
    said = screen((), dict.fromkeys(ticked, Fact.YES))
    seen = seen_in(scores, needled=_needled(asking.visit))
    if ticked:
        answers = {code: Said("yes") for code in ticked}
        keep_from_home(by=by, patient_id=asking.patient_id, visit=visit, said=answers)
    greek = translation.get_language() == GREEK
    words = [one.text_el if greek else one.text for one in seen]
    if said.advice is not None:
        advice = advice_of(said.advice)
        words.insert(0, advice.text_el if greek else advice.text)
    if visit is not None and (seen or said.page_staff):
        ask_call_back(by=by, visit=visit)
    return tuple(words)


def page_again(*, by: Actor, asking: Asking, before: Score, after: Score) -> None:
    """Page staff where a corrected answer must be seen and the first one did not say so."""
    needled = _needled(asking.visit)
    told = {one.id for one in seen_in([before], needled=needled)}
    visit = _visit_of(asking)
    more = [one for one in seen_in([after], needled=needled) if one.id not in told]
    if more and visit is not None:
        ask_call_back(by=by, visit=visit)


def _visit_of(asking: Asking) -> Visit | None:
    """Return the visit by which the staff know whom to phone: the one asked about, or the last."""
    if asking.visit is not None:
        return asking.visit
    rows = Visit.objects.filter(patient=asking.patient_id, session__centre=asking.centre_id)
    past = rows.filter(session__starts_at__lte=timezone.now()).order_by("-session__starts_at")
    return past.first() or rows.order_by("session__starts_at").first()


def _needled(visit: Visit | None) -> bool:
    """Tell whether needles were set at a visit that began, or meant to be and not charted yet."""
    if visit is None or visit.session.starts_at > timezone.now():
        return False
    meant = any(phase["kind"] == "rest" for phase in visit.session.plan)
    return meant or Needling.objects.filter(note__visit=visit).exists()
