"""The measures of the centre: which file each is asked from, by which thresholds it compares."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.outcomes.actions.loading import (
    BIGGEST,
    choose_thresholds,
    end_questionnaire,
    key_of,
    load_questionnaire,
)
from ashi.apps.outcomes.forms import in_use
from ashi.apps.outcomes.models import Questionnaire, ThresholdChoice
from ashi.core.kernel.errors import AshiError
from ashi.core.outcomes.catalogue import all_instruments, find_instrument
from ashi.core.outcomes.errors import UnknownMeasureError
from ashi.core.outcomes.instruments import Instrument, Threshold
from ashi.core.outcomes.own_questions import own_measures
from ashi.web.outcomes.wording import FIELD_OF
from ashi.web.policy import allow
from ashi.web.wording import sentence_for

TEXT = {"class": "input", "autocomplete": "off"}
# Not asked of a patient: measured in the room, or reckoned from a list of medicines.
NOT_ASKED = {"movement", "opioids", "daily_doses", "weights"}


class LoadForm(forms.Form):
    """A questionnaire as its owner gives it: FHIR R4, JSON."""

    file = forms.FileField(
        label=gettext_lazy("FHIR Questionnaire (R4), JSON"), widget=forms.FileInput(TEXT)
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of its questions"),
        choices=[("en", "English"), ("el", "Ελληνικά")],
        widget=forms.Select(TEXT),
    )
    scored = forms.CharField(
        label=gettext_lazy("Questions that count"),
        help_text=gettext_lazy("linkId of each, with commas; empty: all that have a number"),
        required=False,
        max_length=2000,
        widget=forms.TextInput(TEXT),
    )

    def names(self) -> tuple[str, ...]:
        """Return the names of the questions that count, in order."""
        given = self.cleaned_data["scored"].split(",")
        return tuple(one.strip() for one in given if one.strip())


class ThresholdForm(forms.Form):
    """By which published thresholds the centre compares."""

    mdc = forms.ChoiceField(
        label=gettext_lazy("More than the measure’s own error (MDC)"),
        required=False,
        widget=forms.Select(TEXT),
    )
    mcid = forms.ChoiceField(
        label=gettext_lazy("As much as people notice (MCID)"),
        required=False,
        widget=forms.Select(TEXT),
    )

    def __init__(self, data: Any, instrument: Instrument, row: ThresholdChoice | None) -> None:
        super().__init__(data)
        for name in ("mdc", "mcid"):
            field = self.fields[name]
            field.choices = [(key_of(one), _size(one)) for one in getattr(instrument, name)]
            first = field.choices[0][0] if field.choices else ""
            field.initial = getattr(row, name, "") or first


@dataclass(frozen=True, slots=True)
class Line:
    """A measure of the list: by whose words it is asked here."""

    instrument: Instrument
    loaded: tuple[Questionnaire, ...]
    is_ours: bool


def _size(one: Threshold) -> str:
    size = f"{float(one.percent):g} %" if one.percent is not None else f"{float(one.value or 0):g}"
    return f"{size}: {one.population} ({one.source})"


@require_GET
@allow(Permission.SETTINGS_READ)
def measures(request: HttpRequest) -> HttpResponse:
    """List the measures, and which of them can be asked here."""
    loaded = in_use(request.actor.centre_id or 0)
    lines = [
        Line(
            one,
            tuple(row for row in loaded if row.measure == one.code),
            one.code in own_measures(),
        )
        for one in all_instruments()
        if one.kind not in NOT_ASKED and one.code != "HSCORE"
    ]
    lines.sort(key=lambda line: (not (line.is_ours or line.loaded), line.instrument.name))
    return render(request, "settings/measures.html", {"lines": lines})


@require_http_methods(["GET", "POST"])
@allow(Permission.SETTINGS_WRITE)
def measure(request: HttpRequest, measure_code: str) -> HttpResponse:
    """Show one measure; a POST loads a file for it."""
    instrument = _instrument(measure_code)
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = LoadForm(*given)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            load_questionnaire(
                by=request.actor,
                measure=instrument.code,
                language=form.cleaned_data["language"],
                data=file.read(BIGGEST + 1),
                scored=form.names(),
            )
        except AshiError as error:
            form.add_error(FIELD_OF.get(error.code), sentence_for(error))
        else:
            messages.success(request, _("The questionnaire is in use from now on."))
            return redirect("settings-measure", measure_code=instrument.code)
    return _page(request, instrument, form)


def _instrument(code: str) -> Instrument:
    try:
        return find_instrument(code)
    except UnknownMeasureError as error:
        raise Http404 from error


def _choice(request: HttpRequest, instrument: Instrument) -> ThresholdChoice | None:
    rows = ThresholdChoice.objects.filter(centre=request.actor.centre_id)
    return rows.filter(measure=instrument.code).first()


def _page(
    request: HttpRequest,
    instrument: Instrument,
    form: LoadForm,
    thresholds: ThresholdForm | None = None,
) -> HttpResponse:
    rows = Questionnaire.objects.filter(
        centre=request.actor.centre_id, measure=instrument.code
    ).select_related("loaded_by")
    choice = _choice(request, instrument)
    page = {
        "instrument": instrument,
        "rows": rows.order_by("-loaded_at"),
        "form": form,
        "thresholds": thresholds or ThresholdForm(None, instrument, choice),
        "is_ours": instrument.code in own_measures(),
    }
    wrong = form.errors or (thresholds is not None and thresholds.errors)
    return render(request, "settings/measure.html", page, status=422 if wrong else 200)


@require_POST
@allow(Permission.SETTINGS_WRITE)
def choose(request: HttpRequest, measure_code: str) -> HttpResponse:
    """Keep by which thresholds the centre compares."""
    instrument = _instrument(measure_code)
    form = ThresholdForm(request.POST, instrument, _choice(request, instrument))
    if not form.is_valid():
        return _page(request, instrument, LoadForm(), form)
    choose_thresholds(by=request.actor, measure=instrument.code, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("settings-measure", measure_code=instrument.code)


@require_POST
@allow(Permission.SETTINGS_WRITE)
def end(request: HttpRequest, questionnaire_id: int) -> HttpResponse:
    """Ask by a questionnaire no longer."""
    try:
        row = end_questionnaire(by=request.actor, questionnaire_id=questionnaire_id)
    except AshiError as error:
        raise Http404 from error
    messages.success(request, _("It is not asked any more; its answers stay."))
    return redirect("settings-measure", measure_code=row.measure)
