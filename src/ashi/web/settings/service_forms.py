"""What is typed about a service: its facts, its phases, its roles."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.validators import validate_slug
from django.utils.translation import gettext_lazy

from ashi.apps.centres.actions_services import PHASE, ROLE, SERVICE
from ashi.apps.centres.models import Resource, Service
from ashi.web.desk.board.words import local
from ashi.web.settings.forms import INPUT, line, number, text
from ashi.web.settings.wording import ACT_WORDS, KIND_WORDS, PHASE_WORDS, SKILL_WORDS

SELECT = {"class": "input"}
PAYERS = [
    ("private", gettext_lazy("The patient")),
    ("gesy", gettext_lazy("National insurance")),
    ("insurer", gettext_lazy("Private insurance")),
]
PROFESSIONS = [
    ("", gettext_lazy("None")),
    ("acupuncture", gettext_lazy("Acupuncture")),
    ("physiotherapy", gettext_lazy("Physiotherapy")),
]
SPARE = 2  # empty rows at the end: more come after saving


class ServiceForm(forms.Form):
    """A service's facts."""

    name = line(gettext_lazy("Name"), 120)
    name_el = line(gettext_lazy("Name in Greek"), 120, required=False)
    description = text(gettext_lazy("In a few words"))
    description_el = text(gettext_lazy("In a few words, in Greek"))
    price = forms.DecimalField(
        label=gettext_lazy("Price"),
        min_value=0,
        max_digits=8,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput({**INPUT, "inputmode": "decimal", "data-w": "num"}),
    )
    payer = forms.ChoiceField(
        label=gettext_lazy("Who pays"), choices=PAYERS, widget=forms.Select(SELECT)
    )
    least_one_to_one_min = number(
        gettext_lazy("Least minutes one to one"), 0, 480, gettext_lazy("0 where nobody asks")
    )
    places = number(gettext_lazy("Places"), 1, 60, gettext_lazy("More than one makes it a class"))
    position = number(gettext_lazy("Place in the list"), 0, 999)
    active = forms.BooleanField(label=gettext_lazy("It is offered"), required=False)

    @staticmethod
    def initial_of(row: Service) -> dict[str, Any]:
        """Return the form's start."""
        return {name: getattr(row, name) for name in SERVICE}


class PhaseForm(forms.Form):
    """One phase; a row without a name and minutes is no phase."""

    order = number(gettext_lazy("Order"), 0, 99)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=PHASE_WORDS, widget=forms.Select(SELECT)
    )
    name = line(gettext_lazy("What happens"), 80)
    name_el = line(gettext_lazy("What happens, in Greek"), 80, required=False)
    minutes = number(gettext_lazy("Minutes"), 1, 1440)
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Who and what is there"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    patient = forms.BooleanField(label=gettext_lazy("The patient is there"), required=False)
    check_after_min = forms.IntegerField(
        label=gettext_lazy("A look after minutes"),
        required=False,
        min_value=1,
        max_value=1440,
        widget=forms.TextInput({**INPUT, "inputmode": "numeric", "data-w": "num"}),
    )
    least_min = forms.IntegerField(
        label=gettext_lazy("Shortest, minutes"),
        required=False,
        min_value=1,
        max_value=1440,
        widget=forms.TextInput({**INPUT, "inputmode": "numeric", "data-w": "num"}),
        help_text=gettext_lazy("Empty: it keeps its length when a patient is late"),
    )
    may_be_left_out = forms.BooleanField(
        label=gettext_lazy("May be left out when a patient is late"), required=False
    )
    gone = forms.BooleanField(label=gettext_lazy("Leave this one out"), required=False)

    def __init__(self, *args: Any, keys: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = [(key, key) for key in keys]

    @classmethod
    def all_of(cls, row: Service, data: Any = None) -> list["PhaseForm"]:
        """Return a form for every phase and a few empty ones."""
        keys = [role.key for role in row.roles.all()]
        starts: list[dict[str, Any]] = [
            {name: getattr(phase, name) for name in PHASE} | {"order": 10 * (at + 1)}
            for at, phase in enumerate(row.phases.all())
        ]
        starts += [{"patient": True, "order": 10 * (len(starts) + 1 + n)} for n in range(SPARE)]
        return [
            cls(
                data,
                prefix=f"phase{at}",
                initial=start,
                keys=keys,
                empty_permitted="name" not in start,
                use_required_attribute=False,
            )
            for at, start in enumerate(starts)
        ]

    @property
    def is_blank(self) -> bool:
        """Tell whether an empty row stayed empty."""
        typed = [self.data.get(self.add_prefix(name), "").strip() for name in ("name", "minutes")]
        return self.empty_permitted and not any(typed)


def _resources(label: Any, help_text: Any) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label,
        help_text=help_text,
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )


class RoleForm(forms.Form):
    """One role of a service; a row without a name is none."""

    key = forms.CharField(
        label=gettext_lazy("Short name"),
        max_length=24,
        required=False,
        validators=[validate_slug],
        help_text=gettext_lazy("Latin letters without blanks: therapist"),
        widget=forms.TextInput(INPUT),
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Filled by"),
        required=False,
        choices=list(KIND_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    skills = forms.MultipleChoiceField(
        label=gettext_lazy("Able to do any of"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    acts = forms.MultipleChoiceField(
        label=gettext_lazy("With papers for"),
        required=False,
        choices=ACT_WORDS,
        widget=forms.CheckboxSelectMultiple,
    )
    profession = forms.ChoiceField(
        label=gettext_lazy("Profession"),
        required=False,
        choices=PROFESSIONS,
        widget=forms.Select(SELECT),
    )

    only = _resources(
        gettext_lazy("Only these"), gettext_lazy("None ticked: any that fits. Several are a pool.")
    )
    preferred = _resources(
        gettext_lazy("First of all these"),
        gettext_lazy("Taken when free, in this order; else another, and the desk reads why."),
    )

    def __init__(
        self, *args: Any, skills: Sequence[str], things: Sequence[Resource], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["skills"].choices = [(one, SKILL_WORDS.get(one, one)) for one in skills]
        kinds = {*self.initial.get("kinds", ()), *self._sent("kinds")}
        may = [one for one in things if one.kind in kinds]
        for name in ("only", "preferred"):
            chosen = {*self.initial.get(name, ()), *self._sent(name)}
            shown = [one for one in may if one.active or {one.pk, str(one.pk)} & chosen]
            self.fields[name].choices = [(one.pk, local(one)) for one in shown]
        self.named = {one.pk: local(one) for one in may}

    def _sent(self, name: str) -> list[str]:
        return self.data.getlist(self.add_prefix(name)) if self.is_bound else []

    @property
    def only_names(self) -> list[str]:
        """Return what alone may fill the role."""
        return [self.named[pk] for pk in self.initial.get("only", ()) if pk in self.named]

    @property
    def preferred_names(self) -> list[str]:
        """Return what is taken first, in order."""
        return [self.named[pk] for pk in self.initial.get("preferred", ()) if pk in self.named]

    @classmethod
    def all_of(
        cls, row: Service, skills: Sequence[str], things: Sequence[Resource], data: Any = None
    ) -> list["RoleForm"]:
        """Return a form for every role and an empty one."""
        starts = [{name: getattr(role, name) for name in ROLE} for role in row.roles.all()]
        return [
            cls(data, prefix=f"role{at}", initial=start, skills=skills, things=things)
            for at, start in enumerate([*starts, {}])
        ]
