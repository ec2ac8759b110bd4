"""What narrows the list of claims."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ashi.core.knowledge.evidence_base.conditions import all_conditions
from ashi.web.evidence.wording import STATE_WORDS, TYPE_WORDS
from ashi.web.templatetags.frame import in_language

INPUT = {"class": "input"}
ALL = ("", pgettext_lazy("of a list", "All"))


class ClaimsForm(forms.Form):
    """A condition, what is spoken of, and a state; nothing is asked for by each that is empty."""

    condition = forms.ChoiceField(label=_("Condition"), required=False, widget=forms.Select(INPUT))
    type = forms.ChoiceField(
        label=_("Speaks of"),
        required=False,
        widget=forms.Select(INPUT),
        choices=[ALL, *((one.value, word) for one, word in TYPE_WORDS.items())],
    )
    state = forms.ChoiceField(
        label=pgettext_lazy("of a claim", "State"),
        required=False,
        widget=forms.Select(INPUT),
        choices=[ALL, *STATE_WORDS.items()],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(one.id, in_language(one, "name")) for one in all_conditions()]
        self.fields["condition"].choices = [ALL, *names]
