"""Django looks for models here; everybody else may import from here, too."""

from ashi.apps.charting.models.done import Measurement, Treatment
from ashi.apps.charting.models.needles import NeedleBox, NeedleProtocol, Needling, Removal
from ashi.apps.charting.models.note import (
    Adverse,
    AdverseEvent,
    Amendment,
    Diagnosis,
    Note,
    Ready,
)
from ashi.apps.charting.models.texts import NoteTemplate, Phrase
from ashi.apps.charting.models.tradition import ChartingHabit, TonguePulse

__all__ = [
    "Adverse",
    "AdverseEvent",
    "Amendment",
    "ChartingHabit",
    "Diagnosis",
    "Measurement",
    "NeedleBox",
    "NeedleProtocol",
    "Needling",
    "Note",
    "NoteTemplate",
    "Phrase",
    "Ready",
    "Removal",
    "TonguePulse",
    "Treatment",
]
