"""The arms of trials as they were read, and which of them look wrong.

Decides        when a standard deviation is too small to be believed
Does not       pool (core.evidence does), mend a number, or leave a row out
Takes          data/evidence/arms.csv
Gives          arms; pairs of arms as columns for core.evidence; doubts by their codes
Units          those of each trial's scale, named in ``scale``
Sources        Cochrane CD001351, analysis 5.1 (Furlan 2005); extraction table of a network
               meta-analysis of low back pain
Reviewed       draft
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from ashi.core.knowledge.evidence_base.entries import number
from ashi.core.knowledge.evidence_base.tables import read_tables

SMALL_SD = (
    0.25  # chosen: a spread below a quarter of that at the start is printed as something else
)
CHANGE = "mean change reported"


@dataclass(frozen=True, slots=True)
class Arm:
    """One arm of one trial at one time; ``entry`` is the id of the trial."""

    entry: str
    intervention: str
    time: str
    scale: str
    n: int
    mean: float
    sd: float
    baseline_sd: float | None
    how: str

    @property
    def doubts(self) -> tuple[str, ...]:
        """Codes of what looks wrong; empty is no proof that all is well."""
        small = self.baseline_sd is not None and self.sd < SMALL_SD * self.baseline_sd
        return (*(["sd_small"] if small else []), *(["change"] if self.how == CHANGE else []))


def arm_of(row: Mapping[str, str]) -> Arm:
    """Return a row of arms.csv as a value."""
    return Arm(
        entry=row["entry"],
        intervention=row["intervention"],
        time=row["time"],
        scale=row["scale"],
        n=int(row["n"]),
        mean=float(row["mean"]),
        sd=float(row["sd"]),
        baseline_sd=number(row["baseline_sd"]),
        how=row["how"],
    )


@cache
def packaged_arms() -> tuple[Arm, ...]:
    """Return every arm that comes with Ashi, in the order of the file."""
    return tuple(map(arm_of, read_tables().arms))


def compared(arms: Iterable[Arm], treatment: str, control: str) -> dict[str, dict[str, float]]:
    """Return the columns that core.evidence takes, by trial.

    Parameters
    ----------
    arms
        Of one time; a trial with both arms is taken, in order, and any other left out.

    Returns
    -------
    dict
        ``n1 mean1 sd1`` of the treatment and ``n2 mean2 sd2`` of the control.
    """
    arms = list(arms)
    first = {arm.entry: arm for arm in arms if arm.intervention == treatment}
    second = {arm.entry: arm for arm in arms if arm.intervention == control}
    return {
        entry: {**_columns(arm, 1), **_columns(second[entry], 2)}
        for entry, arm in first.items()
        if entry in second
    }


def _columns(arm: Arm, at: int) -> dict[str, float]:
    return {f"n{at}": arm.n, f"mean{at}": arm.mean, f"sd{at}": arm.sd}
