"""Medicines: names suggested while somebody writes, and what the written ones give to ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ashi.apps.screening.actions.intake import LONGEST
from ashi.apps.screening.medicines import medicines_of
from ashi.apps.screening.models import Answer
from ashi.core.safety.facts import fact_kinds
from ashi.core.safety.medicines import (
    Medicine,
    MedicineClass,
    facts_suggested,
    medicines_in,
    medicines_starting,
)
from ashi.web.policy import open_to_all
from ashi.web.screening.wording import in_greek, question_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST = 8  # chosen: a list that is read at a glance on a phone
LONGEST_TYPED = 40
LEAST_TYPED = 2


class MedicinesForm(forms.Form):
    """What somebody takes, one on each line."""

    text = forms.CharField(
        label=_("Medicines the patient takes"),
        help_text=_("One on each line, with the dose if it is known"),
        required=False,
        max_length=LONGEST["medicines"],
        widget=forms.Textarea({"class": "input", "autocomplete": "off", "rows": 4}),
    )


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question that a medicine suggests, and what was answered to it; ``agrees`` on a yes."""

    question: str
    because: str
    value: str
    word: "StrOrPromise"

    @property
    def agrees(self) -> bool:
        """Whether the question is answered yes."""
        return self.value == "yes"


@dataclass(frozen=True, slots=True)
class MedicinesShown:
    """The latest list with what was recognised in it, and the questions that it suggests."""

    lines: list[str]
    by: str
    at: datetime | None
    known: list[str]
    prompts: list[Prompt]


WORDS = {
    "yes": _("answered yes"),
    "no": _("answered no: please confirm"),
    "unknown": _("not asked: please ask"),
}


def medicines_shown(patient_id: int, answers: Mapping[str, Answer]) -> MedicinesShown:
    """Return what a patient takes, as the chart shows it. It sets no answer."""
    taken = medicines_of(patient_id)
    text = taken.text if taken else ""
    kinds = fact_kinds()
    prompts = []
    for fact, some in facts_suggested(text).items():
        row = answers.get(fact)
        value = row.value if row else "unknown"
        because = ", ".join(f"{name_of(one)} ({class_of(one.kind)})" for one in some)
        prompts.append(Prompt(question_of(kinds[fact]), because, value, WORDS[value]))
    return MedicinesShown(
        lines=[line for line in text.splitlines() if line.strip()],
        by=taken.by if taken else "",
        at=taken.at if taken else None,
        known=[f"{name_of(one)}: {class_of(one.kind)}" for one in medicines_in(text)],
        prompts=sorted(prompts, key=lambda one: one.agrees),
    )


def medicines_form(taken: MedicinesShown) -> MedicinesForm:
    """Return the form with the latest list in it, to be read through and kept."""
    start = {"text": "\n".join(taken.lines)}
    return MedicinesForm(initial=start, auto_id="id_medicines_%s")


def name_of(one: Medicine) -> str:
    """Return a medicine's name in the reader's language."""
    return one.name_el if in_greek() else one.name


def class_of(kind: MedicineClass) -> str:
    """Return what a class is called, in the reader's language."""
    return kind.name_el if in_greek() else kind.name


@require_safe
@open_to_all
def names(request: HttpRequest) -> HttpResponse:
    """Give names that begin as typed, in Greek or Latin letters; nothing of any patient."""
    typed = request.GET.get("q", "")[:LONGEST_TYPED].strip()
    found = medicines_starting(typed)[:MOST] if len(typed) >= LEAST_TYPED else ()
    told = [
        {
            "name": name_of(one),
            "other": one.name if in_greek() else one.name_el,
            "kind": class_of(one.kind),
        }
        for one in found
    ]
    return JsonResponse({"names": told}, headers={"Cache-Control": "max-age=3600"})
