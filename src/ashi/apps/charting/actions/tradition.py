"""Tongue and pulse are charted, and the switch that shows them is turned, here."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.charting.actions.opening import locked_note, tell, writer
from ashi.apps.charting.errors import SignUnknownError
from ashi.apps.charting.models import ChartingHabit, TonguePulse
from ashi.apps.patients.texts import checked_text
from ashi.core.knowledge.tradition.signs import (
    BODY,
    COAT,
    COAT_COLOUR,
    POSITIONS,
    PULSE,
    SHAPE,
    signs_of,
)

LONGEST = 300
GROUP_OF = {
    "tongue_body": BODY,
    "tongue_shape": SHAPE,
    "coat_colour": COAT_COLOUR,
    "coat": COAT,
    "pulse": PULSE,
    **dict.fromkeys(POSITIONS, PULSE),
}
SINGLE = ("tongue_body", "coat_colour")


@transaction.atomic
def keep_tongue_pulse(
    *, by: Actor, visit_id: int, signs: Mapping[str, Sequence[str]], words: str = ""
) -> TonguePulse | None:
    """Chart tongue and pulse as they are said now; where nothing is said, none are on the chart.

    Parameters
    ----------
    signs : codes by the name of their column; of body and coating's colour at most one
    words : what no sign says

    Raises
    ------
    NotAllowedError, VisitUnknownError, NoteSignedError, TooLongError, UnwritableError
    SignUnknownError
    """
    said = " ".join(checked_text("words", words, LONGEST).split())
    columns: dict[str, object] = {"words": said}
    for name, group in GROUP_OF.items():
        codes = list(dict.fromkeys(filter(None, signs.get(name, ()))))
        unknown = [one for one in codes if one not in signs_of(group)]
        if unknown or (name in SINGLE and len(codes) > 1):
            raise SignUnknownError(field=name, given=", ".join(unknown or codes))
        columns[name] = "".join(codes) if name in SINGLE else codes
    note = locked_note(by, visit_id)
    if not any(columns.values()):
        TonguePulse.objects.filter(note=note).delete()
        tell(by, "tongue.keep", note, said=[])
        return None
    kept = columns | {"by_id": writer(by), "at": timezone.now()}
    row, _made = TonguePulse.objects.update_or_create(note=note, defaults=kept)
    tell(by, "tongue.keep", note, said=[name for name, value in columns.items() if value])
    return row


@transaction.atomic
def switch_tradition(*, by: Actor, on: bool) -> ChartingHabit:
    """Show tongue, pulse and pattern on one's own charts, or no longer.

    Raises
    ------
    NotAllowedError
    """
    user = writer(by)
    habit, _made = ChartingHabit.objects.update_or_create(user_id=user, defaults={"tradition": on})
    record(by=by, action="habit.change", subject=("user", user), detail={"tradition": on})
    return habit
