"""A course of care for one complaint, what is done at home, and referrals."""

from ashi.apps.plans.models.courses import (
    Goal,
    GoalScore,
    Plan,
    PlanVersion,
    PlanVisit,
    Review,
    SecondSign,
    SharedDecision,
    VersionSign,
)
from ashi.apps.plans.models.home import HomeProgramme, Outside, SurgeonSaid
from ashi.apps.plans.models.referrals import Draw, Referral
from ashi.apps.plans.models.templates import CourseTemplate

__all__ = [
    "CourseTemplate",
    "Draw",
    "Goal",
    "GoalScore",
    "HomeProgramme",
    "Outside",
    "Plan",
    "PlanVersion",
    "PlanVisit",
    "Referral",
    "Review",
    "SecondSign",
    "SharedDecision",
    "SurgeonSaid",
    "VersionSign",
]
