"""Small multiples: one bar an answer, beside the large pictures."""

from dataclasses import dataclass

from ashi.core.outcomes.catalogue import find_instrument
from ashi.core.outcomes.progress import Progress
from ashi.core.outcomes.saying import in_words
from ashi.web.outcomes.charts import Label

BARS, BAR_STEP, BAR_WIDTH = 14, 15.1, 12.0
FLOOR, TALLEST = 96, 82


@dataclass(frozen=True, slots=True)
class Bars:
    """A small multiple: one bar an answer, the latest fourteen; a hollow dot where none came."""

    progress: Progress
    bars: tuple[tuple[float, float, float], ...]
    holes: tuple[float, ...]
    noughts: tuple[float, ...]
    first: Label
    last: Label


def bars_of(progress: Progress, language: str) -> Bars | None:
    """Draw a small multiple; nothing where nothing was answered."""
    instrument = find_instrument(progress.measure)
    high = float(instrument.high or 1)
    shown = [one for run in progress.runs for one in run.readings][-BARS:]
    bars, holes, noughts, ends = [], [], [], []
    for at, one in enumerate(shown):
        x = round(4 + at * BAR_STEP, 1)
        if one.value is None:
            holes.append(round(x + BAR_WIDTH / 2, 1))
            continue
        tall = round(TALLEST * float(one.value) / high, 1)
        ends.append(Label(x, FLOOR - tall - 5, in_words(one.value, language), "start", "t-you"))
        if tall:
            bars.append((x, round(FLOOR - tall, 1), tall))
        else:
            noughts.append(x)
    if not ends:
        return None
    return Bars(progress, tuple(bars), tuple(holes), tuple(noughts), ends[0], ends[-1])
