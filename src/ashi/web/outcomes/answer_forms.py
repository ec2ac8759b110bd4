"""A set of questions as a form: one field a question, whatever the measure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ashi.apps.outcomes.actions.answering import LONGEST
from ashi.apps.outcomes.forms import AskedForm
from ashi.apps.outcomes.models import Response
from ashi.apps.outcomes.scoring import Given
from ashi.core.outcomes.own_questions import NAME, ends_of
from ashi.core.outcomes.questionnaire import Question, asked_now
from ashi.core.safety.red_flags import RedFlag
from ashi.web.screening.wording import question_of

TEXT = {"class": "input", "autocomplete": "off"}
MOST_BUTTONS = 15
TEXTS = ("string", "text", "date", "dateTime", "time", "url")
FLAGS = "flags"


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a field comes from, and how the ends of its scale are called."""

    field: str
    measure: str
    question: Question
    ends: tuple[str, str] | None

    @property
    def names_next(self) -> bool:
        """Whether it names what the question after it rates."""
        return self.question.link_id.startswith(NAME)


class _Plain(TypedDict):
    """What every field of a question has."""

    label: str
    required: bool


class AnswersForm(forms.Form):
    """Questions of several measures; a question left open is no answer."""

    def __init__(
        self,
        data: Any,
        asked: Sequence[AskedForm],
        drafts: Mapping[str, Response],
        *,
        flags: Sequence[RedFlag] = (),
    ) -> None:
        super().__init__(data)
        self.asked = [one for form in asked for one in _asked(form)]
        for one in self.asked:
            draft = drafts.get(one.measure)
            before = draft.answers.get(one.question.link_id) if draft else None
            self.fields[one.field] = _field(one, before)
        self.hidden = _hidden(asked, self.asked, self._now(drafts))
        if flags:
            self.fields[FLAGS] = forms.MultipleChoiceField(
                label=_("Is any of this new? Tick what is."),
                choices=[(flag.code, question_of(flag)) for flag in flags],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    def _now(self, drafts: Mapping[str, Response]) -> dict[str, Any]:
        """Return what stands in each field now: what was sent, else what was kept."""
        sent = self.data
        return {
            one.field: sent[one.field] if one.field in sent else _kept(one, drafts)
            for one in self.asked
        }

    def only(self, names: Iterable[str]) -> None:
        """Ask no more than these fields."""
        wanted = set(names)
        self.asked = [one for one in self.asked if one.field in wanted]
        self.fields = {name: one for name, one in self.fields.items() if name in wanted}

    def clean(self) -> dict[str, Any]:
        """Ask for a name where something without one is rated."""
        values: dict[str, Any] = super().clean() or {}
        for name, rated in zip(self.asked, self.asked[1:], strict=False):
            told = values.get(rated.field)
            if name.names_next and told not in ("", None) and not values.get(name.field):
                self.add_error(name.field, _("Say what it is that you rate."))
        return values

    def given(self) -> dict[str, dict[str, Given]]:
        """Return what was answered, by measure and question."""
        found: dict[str, dict[str, Given]] = {}
        for one in self.asked:
            value = self.cleaned_data.get(one.field)
            answers = found.setdefault(one.measure, {})
            if one.question.kind in TEXTS:
                answers[one.question.link_id] = value or ""
            elif value not in ("", None):
                answers[one.question.link_id] = _as_given(one.question, value)
        return found

    def flags(self) -> tuple[str, ...]:
        """Return the codes of the red flags that were ticked."""
        return tuple(self.cleaned_data.get(FLAGS, ()))


def _kept(one: Asked, drafts: Mapping[str, Response]) -> Given:
    draft = drafts.get(one.measure)
    found: Given = draft.answers.get(one.question.link_id) if draft else None
    return found


def _hidden(
    asked: Sequence[AskedForm], fields: Sequence[Asked], now: Mapping[str, Any]
) -> frozenset[str]:
    """Return the fields of questions that are not asked, as answers stand now."""
    found: set[str] = set()
    for form in asked:
        mine = [one for one in fields if one.measure == form.measure]
        given = {one.question.link_id: now[one.field] for one in mine}
        open_ones = asked_now(form.fitted.form, given)
        found |= {one.field for one in mine if one.question.link_id not in open_ones}
    return frozenset(found)


class PaperForm(forms.Form):
    """The day on which somebody wrote their answers on paper."""

    answered_on = forms.DateField(
        label=_("Written on"),
        widget=forms.DateInput({**TEXT, "type": "date"}, format="%Y-%m-%d"),
        initial=timezone.localdate,
    )


class WhyForm(forms.Form):
    """Why an answer is said anew."""

    why = forms.CharField(
        label=_("Why is it corrected?"), max_length=300, widget=forms.TextInput(TEXT)
    )


def _asked(form: AskedForm) -> list[Asked]:
    language = form.fitted.form.language or "en"
    ends = ends_of(form.measure, language) if form.is_ours else None
    return [
        Asked(
            f"{form.measure}-{at}",
            form.measure,
            question,
            ends if question.low is not None else None,
        )
        for at, question in enumerate(form.fitted.form.questions)
        if not question.calculated and _is_shown(question)
    ]


def _is_shown(question: Question) -> bool:
    return bool(question.options) or question.kind in (*TEXTS, "integer", "decimal")


def _numbers(question: Question) -> range | None:
    """Return the numbers of a scale that is short enough for a button each."""
    low, high = question.low, question.high
    if question.kind != "integer" or low is None or high is None:
        return None
    span = range(int(low), int(high) + 1)
    return span if len(span) <= MOST_BUTTONS else None


def _field(one: Asked, before: Given) -> forms.Field:
    question, more = one.question, _Plain(label=one.question.text, required=False)
    numbers = _numbers(question)
    if question.options or numbers:
        choices = [(option.code, option.text or option.code) for option in question.options]
        choices = choices or [(str(number), str(number)) for number in numbers or ()]
        shown = before if not isinstance(before, bool) else str(before).lower()
        initial = None if shown is None else str(shown)
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, initial=initial, **more)
    if question.kind in TEXTS:
        return forms.CharField(
            max_length=LONGEST, widget=forms.TextInput(TEXT), initial=before, **more
        )
    kind = forms.IntegerField if question.kind == "integer" else forms.FloatField
    field = kind(widget=forms.NumberInput(TEXT), initial=before, **more)
    if question.low is not None:
        field.validators.append(MinValueValidator(float(question.low)))
    if question.high is not None:
        field.validators.append(MaxValueValidator(float(question.high)))
    return field


def _as_given(question: Question, value: Any) -> Given:
    if question.options:
        return str(value)
    return int(value) if question.kind == "integer" else float(value)
