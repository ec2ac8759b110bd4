"""Plans on other pages: the banner of a chart, reviews that wait on the board."""

from typing import Any

from django import template
from django.utils import timezone

from ashi.apps.accounts.policy import may
from ashi.apps.accounts.roles import Permission
from ashi.apps.bookings.models import LIVE, Visit
from ashi.apps.patients.models import Patient
from ashi.apps.plans.models import Plan
from ashi.apps.plans.queries import courses_of, of_reader, plan_at, reviews_waiting
from ashi.apps.plans.referrals import draw_of, gap_of, standings
from ashi.web.plans.drawn import condition_named
from ashi.web.plans.wording import CHOICE_WORDS, COVER_WORDS

register = template.Library()


@register.filter
def review_choice(choice: str) -> str:
    """Return what was decided at a review, in words."""
    return str(CHOICE_WORDS[choice])


@register.inclusion_tag("plans/_banner.html", takes_context=True)
def plan_banner(context: dict[str, Any], visit: Visit) -> dict[str, Any]:
    """Draw where a visit stands in its plan, for who may read it."""
    actor = context["request"].actor
    if not visit.patient_id or not may(actor, Permission.CLINICAL_READ):
        return {}
    found = plan_at(visit, timezone.now())
    here = {"patient_id": visit.patient_id, "at": found, "can": context["can"]}
    return here | ({"condition": condition_named(found.course.plan.condition)} if found else {})


@register.inclusion_tag("plans/_waiting.html", takes_context=True)
def reviews_due(context: dict[str, Any]) -> dict[str, Any]:
    """Draw the reviews that are due or overdue at the centre; clinicians also open them."""
    request = context["request"]
    waiting = reviews_waiting(request.actor.centre_id, timezone.now())
    treats = may(request.actor, Permission.CLINICAL_SIGN)
    mine = of_reader(waiting, request.actor.user_id) if treats else ()
    return {"waiting": waiting, "mine": mine, "can": context["can"]}


@register.filter
def cover_word(cover: str) -> str:
    """Return whether a referral covers a visit, in words."""
    return str(COVER_WORDS[str(cover)])


@register.inclusion_tag("plans/_visit_referral.html", takes_context=True)
def visit_referral(
    context: dict[str, Any], visit: Visit, *, public: bool = False
) -> dict[str, Any]:
    """Draw on what a visit draws; to its patient only that a referral does not cover it."""
    if not visit.patient_id or visit.status not in LIVE:
        return {}
    found = draw_of(visit)
    gap = "" if found.draw else gap_of(visit)
    here = {"found": found, "gap": gap, "visit": visit, "public": public}
    return here | {"can": context.get("can", {})}


@register.inclusion_tag("plans/_standings.html")
def referral_strip(patient: Patient, centre_id: int) -> dict[str, Any]:
    """Draw what a patient's referrals still cover."""
    return {"standings": standings(patient.pk, centre_id), "patient": patient}


@register.inclusion_tag("plans/_to_book.html")
def plans_to_book(patient: Patient, centre_id: int) -> dict[str, Any]:
    """Draw how far the visits of a patient's open plans are booked, and not what they are for."""
    mine = Plan.objects.filter(patient=patient, centre=centre_id, ended_on=None)
    return {"courses": courses_of(list(mine), timezone.now()), "patient": patient}
