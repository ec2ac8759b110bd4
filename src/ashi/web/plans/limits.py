"""What the surgeon allows after an operation: said limit by limit, and shown beside exercises."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from ashi.apps.accounts.roles import Permission
from ashi.apps.plans.actions.operation import say_limits
from ashi.apps.plans.operated import Operated, operated
from ashi.core.kernel.errors import AshiError
from ashi.core.kernel.facts import Fact
from ashi.core.planning.operated import (
    LONGEST_WEEKS,
    Reason,
    Ruling,
    operated_parts,
    surgeon_limits,
)
from ashi.web.plans.forms import AREA, SELECT, count
from ashi.web.plans.pages import course_or_404, refuse
from ashi.web.plans.wording import REASON_WORDS
from ashi.web.policy import allow
from ashi.web.templatetags.frame import in_language

ANSWERS = [
    ("unknown", gettext_lazy("not said")),
    ("yes", pgettext_lazy("surgeon", "allowed")),
    ("no", pgettext_lazy("surgeon", "not yet")),
]
FACTS = {"unknown": Fact.UNKNOWN, "yes": Fact.YES, "no": Fact.NO}
WORDS = {fact: word for word, fact in FACTS.items()}


def part_choices() -> list[tuple[str, str]]:
    """Return the parts of the body that are operated on, by name."""
    return [(one.id, in_language(one, "name")) for one in operated_parts().values()]


class LimitsForm(forms.Form):
    """What was operated on, and each limit: not said, allowed, or not yet and until which week."""

    part = forms.ChoiceField(
        label=gettext_lazy("What was operated on"), widget=forms.Select(SELECT)
    )
    words = forms.CharField(
        label=gettext_lazy("In the surgeon’s words"),
        required=False,
        max_length=500,
        widget=forms.Textarea({**AREA, "rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].choices = [("", _("Choose")), *part_choices()]
        for one in surgeon_limits().values():
            name = in_language(one, "name")
            self.fields[f"limit-{one.id}"] = forms.ChoiceField(
                label=name, choices=ANSWERS, required=False, widget=forms.RadioSelect
            )
            week = count(gettext_lazy("until week"), LONGEST_WEEKS, least=1, required=False)
            week.widget.attrs["aria-label"] = f"{name}: {week.label}"
            self.fields[f"week-{one.id}"] = week

    @property
    def lines(self) -> list[tuple[Any, Any]]:
        """Return each limit with its week."""
        return [(self[f"limit-{one}"], self[f"week-{one}"]) for one in surgeon_limits()]

    def said(self) -> dict[str, Ruling]:
        """Return what was said, by the limit's id; what was not said is not among it."""
        said = self.cleaned_data
        found = {
            one: Ruling(FACTS[said[f"limit-{one}"] or "unknown"], said[f"week-{one}"])
            for one in surgeon_limits()
        }
        return {
            one: it
            for one, it in found.items()
            if it.allowed is not Fact.UNKNOWN or it.until_week is not None
        }

    @staticmethod
    def initial_of(here: Operated) -> dict[str, Any]:
        """Return the form's start: what was said last."""
        start: dict[str, Any] = {"part": here.part, "words": here.last.words if here.last else ""}
        if here.last is None:
            start["words"] = here.plan.surgeon_limits
        for one in surgeon_limits():
            ruling = here.said.get(one, Ruling(Fact.UNKNOWN))
            start[f"limit-{one}"], start[f"week-{one}"] = WORDS[ruling.allowed], ruling.until_week
        return start


@require_http_methods(["GET", "POST"])
@allow(Permission.CLINICAL_WRITE)
def limits(request: HttpRequest, patient_id: int, plan_id: int) -> HttpResponse:
    """Write what the surgeon allows; what was said before is kept."""
    plan = course_or_404(request, patient_id, plan_id).plan
    here = operated(plan, timezone.localdate())
    if here is None:
        messages.error(request, _("This plan follows no operation."))
        return redirect("plans", patient_id)
    form = LimitsForm(request.POST or None, initial=LimitsForm.initial_of(here))
    if form.is_valid():
        said = form.cleaned_data
        try:
            say_limits(
                by=request.actor,
                plan_id=plan_id,
                part=said["part"],
                said=form.said(),
                words=said["words"],
            )
        except AshiError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Kept."))
            return redirect("plans", patient_id)
    earlier = plan.surgeon_said.select_related("by").order_by("-pk")
    context = {"plan": plan, "patient": plan.patient, "here": here, "form": form}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "plans/limits.html", context | {"earlier": earlier}, status=status)


def reason_words(found: Iterable[Reason]) -> list[str]:
    """Return reasons as sentences."""
    return [_sentence(one) for one in found]


def _sentence(one: Reason) -> str:
    limit = surgeon_limits().get(one.limit)
    kind = "limit_until" if one.why == "limit" and one.week is not None else one.why.value
    said = {"limit": in_language(limit, "name").lower() if limit else "", "week": one.week}
    return str(REASON_WORDS[kind]) % said
