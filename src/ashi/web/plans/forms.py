"""What is typed into a plan and at its review."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ashi.apps.plans.actions.planning import NOTHING, About, Dose, Shared
from ashi.apps.plans.models import PlanVersion, Review
from ashi.core.knowledge.evidence_base.conditions import all_conditions
from ashi.core.knowledge.needling.trials import trial_protocols
from ashi.core.knowledge.physio.things import all_things
from ashi.core.planning.doses import treatment_doses
from ashi.core.planning.operated import operated_parts
from ashi.core.planning.templates import Phase, all_templates
from ashi.web.numbers import MOST
from ashi.web.plans.measures import ASK, chosen, codes_of, initial_of, measure_fields
from ashi.web.plans.starting import Start
from ashi.web.plans.wording import CHOICE_WORDS, FIELD_WORDS, OPTION_WORDS, PGIC_WORDS, PHASE_WORDS
from ashi.web.templatetags.frame import in_language

INPUT = {"class": "input", "autocomplete": "off"}
AREA = {"class": "input", "rows": 3}
NUMBER = {"class": "input", "inputmode": "numeric", "data-w": "n"}
SELECT = {"class": "input"}
DAY = {**INPUT, "type": "date", "data-w": "date"}
GOALS = (1, 2, 3)


def count(label: Any, most: int, *, least: int = 0, required: bool = True) -> forms.IntegerField:
    """Return a field of a small whole number."""
    widget = forms.NumberInput({**NUMBER, "min": least, "max": most})
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, required=required, widget=widget
    )


def score(label: Any) -> forms.IntegerField:
    """Return a field of 0 to 10 that may be left out."""
    return count(label, 10, required=False)


class DoseForm(forms.Form):
    """How much of what, and when it is looked at."""

    template = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    visits = count(_("Visits in all"), 60, least=1)
    acupuncture = count(_("of which with needles"), 60)
    physiotherapy = count(_("of which with physiotherapy"), 60)
    min_days = count(_("Days apart, at least"), 90, least=1)
    max_days = count(_("Days apart, at most"), 90, least=1)
    reviews = forms.CharField(
        label=_("Review at visits"), max_length=60, widget=forms.TextInput(INPUT)
    )
    review_every = count(_("then after every"), 60, least=1, required=False)
    review_days = count(_("the first by day"), 90, least=1, required=False)
    stop_at = count(_("The rule speaks of ending from visit"), 60, least=1)
    protocol = forms.ChoiceField(
        label=_("Points, as in a trial"), required=False, widget=forms.Select(SELECT)
    )
    treatments = forms.MultipleChoiceField(
        label=_("Physiotherapy"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        condition: str = "",
        centre_id: int = 0,
        measures: Iterable[str] = (),
        begun_from: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.begun_from = begun_from
        self.fields.update(measure_fields(centre_id, codes_of(measures)))
        trials = trial_protocols().values()
        here = [one for one in trials if condition in one.conditions or not condition]
        names = [(one.id, f"{one.trial} {one.year}: {' '.join(one.points)}") for one in here]
        self.fields["protocol"].choices = [("", _("not from a trial")), *names]
        things = all_things()
        self.fields["treatments"].choices = [
            (one, in_language(things[one], "name")) for one in treatment_doses()
        ]

    def clean_template(self) -> str:
        """Return the template the form began from, where it began from one."""
        said = str(self.cleaned_data["template"])
        if said and said not in {self.begun_from, *all_templates()}:
            raise ValidationError(FIELD_WORDS["protocol"])
        return said

    def clean_reviews(self) -> tuple[int, ...]:
        """Return the visits, in order."""
        words = str(self.cleaned_data["reviews"]).replace(";", ",").replace(" ", ",").split(",")
        said = [one for one in words if one]
        if not said or not all(one.isascii() and one.isdecimal() and len(one) < 3 for one in said):
            raise ValidationError(FIELD_WORDS["reviews"])
        return tuple(map(int, said))

    def dose(self) -> Dose:
        """Return what is planned."""
        said = self.cleaned_data
        names = set(Dose.__dataclass_fields__) - {"treatments", "measures"}
        values = {name: said[name] for name in names}
        return Dose(**values, treatments=tuple(said["treatments"]), measures=chosen(said))

    @property
    def asked(self) -> list[Any]:
        """Return the fields of the measures, those chosen first."""
        found = [self[name] for name in self.fields if name.startswith(ASK)]
        return sorted(found, key=lambda one: not one.value())

    @staticmethod
    def of_dose(dose: Dose) -> dict[str, Any]:
        """Return the form's start from a course that is kept."""
        start = dose.columns() | {"reviews": ", ".join(map(str, dose.reviews))}
        return start | initial_of(dose.measures)

    @staticmethod
    def of_version(version: PlanVersion) -> dict[str, Any]:
        """Return the form's start from a plan as it is."""
        said = {name: getattr(version, name) for name in Dose.__dataclass_fields__}
        said |= {"reviews": ", ".join(map(str, version.reviews))}
        return said | initial_of(version.measures)


class PlanForm(DoseForm):
    """A new plan: what for, how much, what was told and preferred, the first goals."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    condition = forms.ChoiceField(label=_("Condition"), widget=forms.Select(SELECT))
    phase = forms.ChoiceField(
        label=_("How long it has lasted"),
        choices=[(one.value, PHASE_WORDS[one]) for one in Phase],
        widget=forms.Select(SELECT),
    )
    started_on = forms.DateField(label=_("Begins"), widget=forms.DateInput(DAY, "%Y-%m-%d"))
    operated_on = forms.DateField(
        label=_("Day of the operation"),
        required=False,
        widget=forms.DateInput(DAY, "%Y-%m-%d"),
    )
    operated_part = forms.ChoiceField(
        label=_("What was operated on"), required=False, widget=forms.Select(SELECT)
    )
    surgeon_limits = forms.CharField(
        label=_("What the surgeon does not allow yet"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({**AREA, "rows": 2}),
    )
    told = forms.MultipleChoiceField(
        label=_("What the patient was told could be done"),
        choices=list(OPTION_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    prefers = forms.CharField(
        label=_("What the patient prefers"), max_length=500, widget=forms.Textarea(AREA)
    )
    goal_1 = forms.CharField(
        label=_("Goal, in the patient's words"),
        max_length=200,
        required=False,
        widget=forms.TextInput(INPUT),
    )
    score_1 = score(_("How well now, 0 to 10"))
    goal_2 = forms.CharField(
        label=_("Second goal"), max_length=200, required=False, widget=forms.TextInput(INPUT)
    )
    score_2 = score(_("How well now, 0 to 10"))
    goal_3 = forms.CharField(
        label=_("Third goal"), max_length=200, required=False, widget=forms.TextInput(INPUT)
    )
    score_3 = score(_("How well now, 0 to 10"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(one.id, in_language(one, "name")) for one in all_conditions()]
        self.fields["condition"].choices = names
        parts = [(one.id, in_language(one, "name")) for one in operated_parts().values()]
        self.fields["operated_part"].choices = [("", _("Choose")), *parts]

    @staticmethod
    def initial_of(start: Start) -> dict[str, Any]:
        """Return the form's start: the course it begins from, begun today."""
        return DoseForm.of_dose(start.dose) | {
            "key": uuid4(),
            "condition": start.condition,
            "phase": start.phase,
            "started_on": timezone.localdate(),
        }

    def clean_told(self) -> list[str]:
        """Return what was told; doing nothing is always among it."""
        said = list(self.cleaned_data["told"])
        if NOTHING not in said:
            raise ValidationError(_("Say what was told; doing nothing is always among it."))
        return said

    def about(self) -> About:
        """Return what the plan is for."""
        return About(**{name: self.cleaned_data[name] for name in About.__dataclass_fields__})

    def shared(self) -> Shared:
        """Return what was told, preferred and wanted."""
        said = self.cleaned_data
        goals = {said[f"goal_{at}"]: said[f"score_{at}"] for at in GOALS if said[f"goal_{at}"]}
        return Shared(tuple(said["told"]), said["prefers"], goals)


class ChangeForm(DoseForm):
    """A change of a plan: what is seen, what becomes of it, why."""

    seen = forms.IntegerField(min_value=1, max_value=MOST, widget=forms.HiddenInput)
    what = forms.CharField(label=_("What changes"), max_length=300, widget=forms.TextInput(INPUT))
    why = forms.CharField(label=_("Why"), max_length=300, widget=forms.TextInput(INPUT))


class GoalForm(forms.Form):
    """A further goal."""

    words = forms.CharField(
        label=_("Goal, in the patient's words"), max_length=200, widget=forms.TextInput(INPUT)
    )
    score = score(_("How well now, 0 to 10"))


class ScoresForm(forms.Form):
    """How well each goal goes today; what is left empty was not asked."""

    def __init__(self, *args: Any, goals: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for pk, words in goals.items():
            self.fields[f"goal-{pk}"] = score(words)

    def scores(self) -> dict[int, int]:
        """Return the scores that were given, by the goal's id."""
        said = self.cleaned_data.items()
        return {int(name[5:]): value for name, value in said if value is not None}


class PgicForm(forms.Form):
    """What the patient says of all of it since the start."""

    pgic = forms.TypedChoiceField(
        label=_("Since care began, the patient says"),
        choices=[("", _("not asked")), *PGIC_WORDS.items()],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.Select(SELECT),
    )


class ReviewForm(PgicForm):
    """What is decided at a review."""

    seen = forms.IntegerField(min_value=0, max_value=MOST, widget=forms.HiddenInput)
    choice = forms.ChoiceField(
        label=_("What is to come"),
        choices=[(one, CHOICE_WORDS[one]) for one in Review.Choice.values],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(AREA))


class TemplateForm(forms.Form):
    """A name under which the centre keeps a course."""

    name = forms.CharField(
        label=_("Name of the course"), max_length=80, widget=forms.TextInput(INPUT)
    )
