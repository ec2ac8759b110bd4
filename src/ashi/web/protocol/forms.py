"""What is typed into the centre's safety protocol."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ashi.apps.screening.actions.protocol import LONGEST, LONGEST_REASON, Change
from ashi.core.safety.facts import fact_kinds
from ashi.core.safety.rules import Rule, Weight
from ashi.web.protocol.wording import ACT_WORDS, OVERRIDE_WORDS, SHOW_WORDS
from ashi.web.screening.wording import SIDE_WORDS, WEIGHT_WORDS, question_of

INPUT = {"class": "input", "autocomplete": "off"}
AREA = {**INPUT, "rows": 4}
PACKAGED = ("", _("as packaged"))


class FilterForm(forms.Form):
    """Which rules are listed."""

    q = forms.CharField(
        label=_("Word, fact or rule"),
        required=False,
        max_length=80,
        widget=forms.TextInput({**INPUT, "type": "search"}),
    )
    show = forms.ChoiceField(
        label=pgettext_lazy("rules", "Which"),
        required=False,
        choices=list(SHOW_WORDS.items()),
        widget=forms.Select(INPUT),
    )


class RuleForm(forms.Form):
    """What the centre wants of one rule."""

    on = forms.ChoiceField(
        label=_("The rule"),
        choices=[("on", _("speaks")), ("off", _("is switched off"))],
        widget=forms.RadioSelect,
    )
    weight = forms.ChoiceField(label=_("Weight"), required=False, widget=forms.Select(INPUT))
    override = forms.ChoiceField(
        label=_("Past a stop"),
        required=False,
        choices=[PACKAGED, *OVERRIDE_WORDS.items()],
        widget=forms.Select(INPUT),
    )
    text = forms.CharField(
        label=_("Our words in English"),
        help_text=_("Empty: as packaged"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(AREA),
    )
    text_el = forms.CharField(
        label=_("Our words in Greek"),
        help_text=_("Empty: as packaged"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({**AREA, "lang": "el"}),
    )
    reason = forms.CharField(
        label=_("Because"),
        help_text=_("Needed when the rule is off, or weaker than packaged"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.TextInput(INPUT),
    )

    def __init__(self, *args: Any, rule: Rule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [one for one in Weight if one is not Weight.ASK and one is not rule.weight]
        words = [(one.name, WEIGHT_WORDS[one.name]) for one in others]
        self.fields["weight"].choices = [PACKAGED, *words]

    def change(self) -> Change:
        """Return what was typed."""
        said = dict(self.cleaned_data)
        return Change(on=said.pop("on") == "on", **said)


class PreviewForm(forms.Form):
    """A case: what holds of a patient, and what is about to be done."""

    kind = forms.ChoiceField(
        label=_("Act"), choices=list(ACT_WORDS.items()), widget=forms.Select(INPUT)
    )
    point = forms.CharField(
        label=_("Point"), required=False, max_length=40, widget=forms.TextInput(INPUT)
    )
    side = forms.ChoiceField(
        label=_("Side"),
        required=False,
        choices=[("", _("not said")), *SIDE_WORDS.items()],
        widget=forms.Select(INPUT),
    )
    depth = forms.FloatField(
        label=_("Depth in mm"),
        required=False,
        min_value=0,
        max_value=200,
        widget=forms.TextInput({**INPUT, "inputmode": "decimal", "data-w": "num"}),
    )
    weeks = forms.FloatField(
        label=_("Weeks of pregnancy"),
        required=False,
        min_value=0,
        max_value=45,
        widget=forms.TextInput({**INPUT, "inputmode": "decimal", "data-w": "num"}),
    )
    others = forms.ChoiceField(
        label=_("All other questions"),
        choices=[("no", _("answered no")), ("unknown", _("not asked"))],
        widget=forms.Select(INPUT),
    )
    yes = forms.MultipleChoiceField(
        label=_("Answered yes"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = (kind for kind in fact_kinds().values() if not kind.number)
        self.fields["yes"].choices = [(kind.name, question_of(kind)) for kind in kinds]
