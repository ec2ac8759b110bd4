"""What plans and referrals refuse."""

from collections.abc import Sequence
from datetime import datetime

from ashi.core.kernel.errors import AshiError


class PlanError(AshiError):
    """The root of what plans refuse."""

    code = "plans.error"


class PlanUnknownError(PlanError):
    """The centre has no such plan, goal, review or referral of this patient."""

    code = "plans.unknown"


class PlanEndedError(PlanError):
    """The plan has ended: nothing is added to it."""

    code = "plans.ended"


class PlanChangedError(PlanError):
    """Somebody changed the plan, or reviewed it, meanwhile."""

    code = "plans.changed"


class DoseError(PlanError):
    """The numbers of a plan do not fit each other; ``field`` is the one that does not."""

    code = "plans.dose"


class DayError(PlanError):
    """A day that cannot be; ``field`` names it."""

    code = "plans.day"


class NoWordsError(PlanError):
    """A reason or a text is missing; ``field`` names it."""

    code = "plans.no_words"


class TemplateNamedError(PlanError):
    """The centre keeps a course of this name already; ``name`` is it."""

    code = "plans.template_named"


class ScoreError(PlanError):
    """A score outside 0 to 10, or a step outside 1 to 7."""

    code = "plans.score"


class OwnSecondSignError(PlanError):
    """A second sign by the one who gave the first."""

    code = "plans.own_second"


class SecondSignMissingError(PlanError):
    """So many visits wait for somebody else's sign: none is booked before."""

    code = "plans.second_missing"


class OutsideLimitsError(PlanError):
    """An exercise has something against it and nobody said why it is given; ``exercises``."""

    code = "plans.outside"


class ReferralTwiceError(PlanError):
    """The patient has a referral with this number already."""

    code = "plans.referral_twice"


class NotCoveredError(PlanError):
    """The referral does not cover the visit; ``cover`` says why. Asked once, then kept."""

    code = "plans.not_covered"


class CourseClashError(PlanError):
    """Some times of a course are not to be had; nothing is booked; ``starts`` are those."""

    code = "plans.course_clash"

    def __init__(self, starts: Sequence[datetime]) -> None:
        self.starts = tuple(starts)
        super().__init__(starts=[one.isoformat() for one in self.starts])
