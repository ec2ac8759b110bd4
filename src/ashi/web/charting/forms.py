"""What is typed into a record."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ashi.apps.charting.models import Adverse, Note
from ashi.apps.charting.queries import SECTIONS, texts_of
from ashi.core.knowledge.needling.reading import read_line
from ashi.core.safety.adverse import event_kinds
from ashi.web.charting.finding_lines import MeasureLine
from ashi.web.charting.wording import (
    CAUSE_WORDS,
    ONSET_WORDS,
    OUTCOME_WORDS,
    SEVERITY_WORDS,
)
from ashi.web.numbers import MOST
from ashi.web.screening.wording import AREA_WORDS
from ashi.web.templatetags.frame import in_language

CLOCK = forms.TimeInput({"type": "time", "class": "input"}, "%H:%M")
AREA = {"class": "input", "rows": 3}
LINE = {"class": "input", "autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}
LONGEST = 20_000
ADVERSE = [
    (Adverse.UNKNOWN, _("Not asked")),
    (Adverse.NONE, pgettext_lazy("adverse", "None")),
    (Adverse.YES, _("Yes")),
]


def section(label: Any) -> forms.CharField:
    """Return a field of free text."""
    return forms.CharField(
        label=label, required=False, max_length=LONGEST, widget=forms.Textarea(AREA)
    )


class NoteForm(forms.Form):
    """The sections of a note; ``version`` is the one that was seen."""

    subjective = section(_("what the patient says"))
    objective = section(_("what we find"))
    assessment = section(_("what we make of it"))
    plan = section(_("what comes next"))
    adverse = forms.ChoiceField(
        label=_("Anything unwanted"),
        choices=ADVERSE,
        widget=forms.RadioSelect,
    )
    adverse_since = forms.ChoiceField(
        label=_("Anything unwanted since the last visit"),
        choices=ADVERSE,
        required=False,
        widget=forms.RadioSelect,
    )
    adverse_text = section(_("What happened, and what was done"))
    version = forms.IntegerField(min_value=0, max_value=MOST, widget=forms.HiddenInput)

    @staticmethod
    def initial_of(note: Note | None) -> dict[str, Any]:
        """Return the form's start."""
        if note is None:
            return {"version": 0, "adverse": Adverse.UNKNOWN, "adverse_since": Adverse.UNKNOWN}
        kept = {name: getattr(note, name) for name in ("version", "adverse", "adverse_since")}
        return texts_of(note) | kept | {"adverse_text": note.adverse_text}

    def texts(self) -> dict[str, str]:
        """Return the sections as typed."""
        return {name: self.cleaned_data[name] for name in SECTIONS}


class LineForm(forms.Form):
    """A needling line."""

    line = forms.CharField(
        label=_("Point line"), max_length=2000, required=False, widget=forms.TextInput(LINE)
    )
    second_set = forms.BooleanField(required=False)
    protocol = forms.IntegerField(required=False, min_value=1, max_value=MOST)


class ProtocolForm(forms.Form):
    """A name under which the needles of today are kept."""

    name = forms.CharField(
        label=_("Name of the protocol"), max_length=80, widget=forms.TextInput(LINE)
    )


class DoneForm(forms.Form):
    """A line of what was done and measured."""

    done = forms.CharField(
        label=_("Done and measured"), max_length=2000, widget=forms.TextInput(LINE)
    )


class FoundForm(forms.Form):
    """A line of what was found and measured."""

    found = forms.CharField(
        label=_("Found and measured"),
        max_length=2000,
        widget=forms.TextInput(LINE | {"list": "findings", "data-suggests": ";"}),
    )


class AgainForm(forms.Form):
    """What was measured again after the treatment: a field for each row, as it may be typed."""

    def __init__(self, lines: Sequence[MeasureLine], data: Any = None) -> None:
        """Take what was measured before, as it is read."""
        super().__init__(data, prefix="after")
        for line in lines:
            label = ", ".join(filter(None, (line.name, line.side, line.value)))
            self.fields[str(line.row.pk)] = forms.CharField(
                label=label,
                required=False,
                max_length=40,
                initial=line.after_typed,
                widget=forms.TextInput(LINE | {"list": f"scale-{line.scale}"}),
            )

    def typed(self) -> dict[int, str]:
        """Return what was typed, by the id of the row."""
        return {int(name): text for name, text in self.cleaned_data.items()}


class PhraseForm(forms.Form):
    """Some words, and the shortcut by which they are typed."""

    shortcut = forms.CharField(
        label=_("Shortcut"),
        help_text=_("Typed as ;nad in a note, and a blank after it"),
        max_length=21,
        widget=forms.TextInput(LINE),
    )
    text = forms.CharField(
        label=_("Words"),
        help_text=_("$1, $2 … stand where something is to be filled in"),
        max_length=4000,
        widget=forms.Textarea(AREA),
    )
    shared = forms.BooleanField(label=_("For everybody at the centre"), required=False)


class TemplateForm(forms.Form):
    """How a visit for a complaint usually reads."""

    name = forms.CharField(
        label=pgettext_lazy("template", "Name"), max_length=80, widget=forms.TextInput(LINE)
    )
    area = forms.ChoiceField(
        label=_("Offered first for"),
        choices=[("", _("any complaint")), *AREA_WORDS.items()],
        required=False,
        widget=forms.Select({"class": "input"}),
    )
    subjective = section(_("what the patient says"))
    objective = section(_("what we find"))
    assessment = section(_("what we make of it"))
    plan = section(_("what comes next"))
    examine = forms.CharField(
        label=_("To be examined"),
        help_text=_("Names, parted by semicolons: straight leg raise test; lumbar flexion"),
        max_length=4000,
        required=False,
        widget=forms.TextInput(LINE),
    )
    done = forms.CharField(
        label=_("Usually done"),
        help_text=_("As it is typed on the chart: mobilisation L4 III 3x30s; bridge 3x10"),
        max_length=4000,
        required=False,
        widget=forms.TextInput(LINE),
    )
    shared = forms.BooleanField(label=_("For everybody at the centre"), required=False)


class InsertForm(forms.Form):
    """A phrase that is put into a section."""

    phrase = forms.IntegerField(min_value=1, max_value=MOST)
    section = forms.ChoiceField(choices=[(name, name) for name in SECTIONS])


class AmendForm(forms.Form):
    """What is added to a signed note, and why."""

    text = forms.CharField(
        label=_("What is added"), max_length=LONGEST, widget=forms.Textarea(AREA)
    )
    reason = forms.CharField(
        label=_("Why"), max_length=200, widget=forms.TextInput({"class": "input"})
    )


class BoxForm(forms.Form):
    """A box of needles that is opened."""

    needle = forms.CharField(
        label=_("Needle, mm"),
        help_text=_("Diameter and length: 0.25x40"),
        max_length=20,
        widget=forms.TextInput(LINE),
    )
    lot = forms.CharField(label=_("Lot"), max_length=40, widget=forms.TextInput(LINE))
    expires_on = forms.DateField(
        label=_("Expires"), widget=forms.DateInput({"type": "date", "class": "input"}, "%Y-%m-%d")
    )
    brand = forms.CharField(
        label=_("Maker"), max_length=80, required=False, widget=forms.TextInput(LINE)
    )
    everywhere = forms.BooleanField(label=_("For all rooms"), required=False)

    def clean_needle(self) -> tuple[float, float]:
        """Return diameter and length in mm."""
        read = read_line(f"ST36 left {self.cleaned_data['needle']}")
        needle = read.insertions[0].insertion.needle if read.insertions else None
        if needle is None:
            raise ValidationError(_("Write diameter and length in mm, like 0.25x40."))
        return needle


class NeedleForm(forms.Form):
    """One charted needle, said anew."""

    line = forms.CharField(label=_("Needle"), max_length=500, widget=forms.TextInput(LINE))
    went_in = forms.TimeField(label=pgettext_lazy("needle", "In"), required=False, widget=CLOCK)
    came_out = forms.TimeField(label=pgettext_lazy("needle", "Out"), required=False, widget=CLOCK)
    broken = forms.BooleanField(label=_("It broke: not all of it came out"), required=False)


class EventForm(forms.Form):
    """Something unwanted that happened."""

    code = forms.ChoiceField(label=_("What happened"), widget=forms.Select({"class": "input"}))
    since = forms.BooleanField(label=_("After the last visit, not today"), required=False)
    severity = forms.ChoiceField(
        label=_("How grave"), choices=SEVERITY_WORDS, widget=forms.RadioSelect
    )
    serious = forms.BooleanField(
        label=_("Serious: hospital, lasting harm, danger to life"), required=False
    )
    onset = forms.ChoiceField(
        label=_("When it began"),
        choices=ONSET_WORDS,
        initial="during",
        widget=forms.Select({"class": "input"}),
    )
    lasted = forms.CharField(
        label=_("How long it lasted"), max_length=80, required=False, widget=forms.TextInput(LINE)
    )
    cause = forms.ChoiceField(
        label=_("Did the treatment cause it?"),
        choices=CAUSE_WORDS,
        initial="possible",
        widget=forms.Select({"class": "input"}),
    )
    happened = forms.CharField(
        label=_("In words"), max_length=1000, required=False, widget=forms.Textarea(AREA)
    )
    action = forms.CharField(
        label=_("What was done"), max_length=500, required=False, widget=forms.Textarea(AREA)
    )
    outcome = forms.ChoiceField(
        label=_("How it is now"),
        choices=OUTCOME_WORDS,
        initial="unknown",
        widget=forms.Select({"class": "input"}),
    )
    reported_to = forms.CharField(
        label=_("Reported to"), max_length=200, required=False, widget=forms.TextInput(LINE)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = event_kinds().values()
        names = [(one.code, in_language(one, "term")) for one in kinds]
        self.fields["code"].choices = [("", _("choose")), *names]


class DiagnosisForm(forms.Form):
    """A code of the list."""

    code = forms.CharField(
        label=_("Code"), max_length=240, widget=forms.TextInput(LINE | {"list": "codes"})
    )
