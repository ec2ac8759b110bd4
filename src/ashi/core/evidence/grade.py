"""How sure a body of evidence is: judgements that people recorded, and their sum.

Decides        the sum of recorded judgements, and which domains nobody has judged
Does not       judge: no number of trials, interval or p value moves anything here
Takes          the design the evidence starts from; judgements with reason, person and day
Gives          one of four certainties, or None until the five domains that lower it are judged
Units          steps between certainties
Sources        Guyatt 2008, 2011 (GRADE): trials start high, observational studies low; recalled
Reviewed       no
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ashi.core.evidence.errors import JudgementError
from ashi.core.kernel.certainty import Certainty


class Design(StrEnum):
    """What the evidence starts from."""

    RANDOMISED = "randomised"
    OBSERVATIONAL = "observational"


class Domain(StrEnum):
    """What is judged."""

    RISK_OF_BIAS = "risk_of_bias"
    INCONSISTENCY = "inconsistency"
    INDIRECTNESS = "indirectness"
    IMPRECISION = "imprecision"
    PUBLICATION_BIAS = "publication_bias"
    LARGE_EFFECT = "large_effect"
    DOSE_RESPONSE = "dose_response"
    OPPOSING_CONFOUNDING = "opposing_confounding"


START: Mapping[Design, Certainty] = {
    Design.RANDOMISED: Certainty.HIGH,
    Design.OBSERVATIONAL: Certainty.LOW,
}
STEPS: Mapping[Domain, tuple[int, int]] = {
    Domain.RISK_OF_BIAS: (-2, 0),
    Domain.INCONSISTENCY: (-2, 0),
    Domain.INDIRECTNESS: (-2, 0),
    Domain.IMPRECISION: (-2, 0),
    Domain.PUBLICATION_BIAS: (-2, 0),
    Domain.LARGE_EFFECT: (0, 2),
    Domain.DOSE_RESPONSE: (0, 1),
    Domain.OPPOSING_CONFOUNDING: (0, 1),
}
LOWERING = tuple(domain for domain, (least, _) in STEPS.items() if least < 0)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What somebody judged of one domain, and why.

    Parameters
    ----------
    domain : what is judged
    steps : by how many certainties it moves, within ``STEPS``; nought for no concern
    reason : in the judge's own words; "no concern" wants one, too
    by : who judged
    on : on which day

    Raises
    ------
    JudgementError
        Without a reason or a person, or with steps the domain does not have.
    """

    domain: Domain
    steps: int
    reason: str
    by: str
    on: date

    def __post_init__(self) -> None:
        """Refuse what could not be stood by."""
        least, most = STEPS[self.domain]
        if not least <= self.steps <= most:
            raise JudgementError(what="steps", domain=self.domain, least=least, most=most)
        for name in ("reason", "by"):
            if not getattr(self, name).strip():
                raise JudgementError(what=name, domain=self.domain)


@dataclass(frozen=True, slots=True)
class Assessment:
    """All that was judged of one body of evidence, each domain once.

    Raises
    ------
    JudgementError
        A domain is judged twice: a later judgement takes the place of the earlier one.
    """

    design: Design
    judgements: tuple[Judgement, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a domain judged twice."""
        met: set[Domain] = set()
        for one in self.judgements:
            if one.domain in met:
                raise JudgementError(what="twice", domain=one.domain)
            met.add(one.domain)

    @property
    def start(self) -> Certainty:
        """Return the certainty before anything is judged."""
        return START[self.design]

    @property
    def unjudged(self) -> tuple[Domain, ...]:
        """Return the domains that lower certainty and that nobody has judged."""
        judged = {one.domain for one in self.judgements}
        return tuple(domain for domain in LOWERING if domain not in judged)

    @property
    def certainty(self) -> Certainty | None:
        """Return the start and all steps added up, within the four; None while any is unjudged."""
        if self.unjudged:
            return None
        total = self.start + sum(one.steps for one in self.judgements)
        return Certainty(min(max(total, Certainty.VERY_LOW), Certainty.HIGH))
