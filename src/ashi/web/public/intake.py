"""What a patient answers at home before a visit, by its link: step by step, kept as typed."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from ashi.apps.bookings.links import visit_of
from ashi.apps.bookings.models import Visit
from ashi.apps.screening.actions.intake import (
    answered_for,
    is_open,
    keep_drawing_at_home,
    keep_intake,
    screening_of,
    send_intake,
)
from ashi.apps.screening.errors import ComplaintEmptyError
from ashi.apps.screening.known import consents_of
from ashi.apps.screening.models import Intake, PainDrawing
from ashi.core.kernel.errors import AshiError
from ashi.core.safety.consents import consent_texts
from ashi.core.safety.intake import home_groups
from ashi.core.safety.red_flags import Screening, advice_of, questions_for
from ashi.web.policy import open_to_all
from ashi.web.public.booking import PUBLIC
from ashi.web.public.intake_forms import HomeAnswersForm, SendForm, StoryForm
from ashi.web.screening.drawings import DrawingForm, drawing_context
from ashi.web.screening.own_rates import NEEDLING, own_rate_words
from ashi.web.screening.wording import FIELD_OF, in_greek, question_of
from ashi.web.wording import sentence_for

STEPS = {
    "story": gettext_lazy("What brings you"),
    "where": gettext_lazy("Where it hurts"),
    "urgent": gettext_lazy("What cannot wait"),
    "health": gettext_lazy("Your health"),
    "send": gettext_lazy("Needles, and sending"),
}
ORDER = tuple(STEPS)
UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY


def _visit(token: str) -> Visit:
    visit = visit_of(token)
    if visit is None or visit.patient is None:
        raise Http404
    return visit


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the intake of which visit somebody is."""

    visit: Visit
    token: str
    step: str
    kept: Intake | None


@require_http_methods(["GET", "POST"])
@open_to_all
def intake(request: HttpRequest, token: str, step: str) -> HttpResponse:
    """Show one step; keep what is sent, and go on to the next."""
    visit = _visit(token)
    if step not in STEPS:
        raise Http404
    place = Place(visit, token, step, Intake.objects.filter(visit=visit).first())
    form = _form(place, request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return _page(request, place, form)
    quiet = request.headers.get("Accept") == "application/json"
    told = _keep(place, form, quiet=quiet) if form.is_valid() else None
    if told is None:
        return _refused(request, place, form, quiet=quiet)
    if quiet:
        at = timezone.localtime().strftime("%H:%M")
        return JsonResponse({"says": _("kept %(at)s") % {"at": at}, "advice": _advice(told)})
    return _onward(place, told)


def _onward(place: Place, told: Screening) -> HttpResponse:
    """Go to the next step; who answered an emergency stays, and reads what to do."""
    if place.step == "urgent" and told.advice:
        return redirect("visit-intake", token=place.token, step="urgent")
    after = ORDER[ORDER.index(place.step) + 1 :]
    if not after:
        return redirect("visit-manage", token=place.token)
    return redirect("visit-intake", token=place.token, step=after[0])


def _drawn(place: Place) -> PainDrawing | None:
    return PainDrawing.objects.filter(visit=place.visit).first()


def _form(place: Place, data: Any) -> Form:
    step, kept = place.step, place.kept
    if step == "story":
        return StoryForm(data, initial=StoryForm.initial_of(kept))
    if step == "where":
        return DrawingForm(data, initial=DrawingForm.initial_of(_drawn(place)))
    if step == "send":
        return SendForm(data, initial={"version": consent_texts()["needling"].version})
    answers = answered_for(place.visit)
    if step == "urgent":
        flags = questions_for([kept.area] if kept and kept.area else [])
        return HomeAnswersForm(data, [(flag.code, question_of(flag)) for flag in flags], answers)
    asked = [
        (one.fact, one.question_el if in_greek() else one.question)
        for group in home_groups()
        for one in group.questions
    ]
    return HomeAnswersForm(data, asked, answers)


def _keep(place: Place, form: Form, *, quiet: bool) -> Screening | None:
    """Keep a form; nothing, with the sentence on the form, where it is refused."""
    try:
        return _kept(place, form, quiet=quiet)
    except ComplaintEmptyError:
        form.add_error(None, _("Tell us first what brings you: it is the first step."))
    except AshiError as error:
        form.add_error(FIELD_OF.get(error.code), sentence_for(error))
    return None


def _kept(place: Place, form: Form, *, quiet: bool) -> Screening:
    visit, language = place.visit, translation.get_language() or "en"
    if isinstance(form, StoryForm):
        texts, area = form.texts(), form.cleaned_data["area"]
        return keep_intake(by=PUBLIC, visit=visit, language=language, texts=texts, area=area)
    if isinstance(form, DrawingForm):
        keep_drawing_at_home(by=PUBLIC, visit=visit, language=language, **form.cleaned_data)
        return screening_of(visit)
    if isinstance(form, HomeAnswersForm):
        return keep_intake(by=PUBLIC, visit=visit, language=language, said=form.said())
    if not quiet:
        values = form.cleaned_data
        send_intake(
            by=PUBLIC,
            visit=visit,
            language=language,
            signed_name=values["signed_name"],
            speaks_for=values["speaks_for"],
            read_version=values["version"],
            own_rate=own_rate_words(visit.session.centre_id, NEEDLING),
        )
    return screening_of(visit)


def _advice(told: Screening) -> str:
    """Return the fixed words for whoever answered an emergency with yes."""
    if told.advice is None:
        return ""
    advice = advice_of(told.advice)
    return advice.text_el if in_greek() else advice.text


def _refused(request: HttpRequest, place: Place, form: Form, *, quiet: bool) -> HttpResponse:
    if quiet:
        words = " ".join(str(one) for errors in form.errors.values() for one in errors)
        return JsonResponse({"says": words}, status=UNPROCESSABLE)
    return _page(request, place, form, UNPROCESSABLE)


def _page(
    request: HttpRequest, place: Place, form: Form, status: int = HTTPStatus.OK
) -> HttpResponse:
    visit, step = place.visit, place.step
    text = consent_texts()["needling"]
    at = ORDER.index(step)
    context = {
        "visit": visit,
        "token": place.token,
        "step": step,
        "steps": STEPS.items(),
        "number": at + 1,
        "form": form,
        "kept": place.kept,
        "advice": _advice(screening_of(visit)),
        "before": ORDER[at - 1] if at else "",
        "groups": _groups(form) if step == "health" else [],
        "title": text.title_el if in_greek() else text.title,
        "paragraphs": text.paragraphs_el if in_greek() else text.paragraphs,
        "own_rate": own_rate_words(visit.session.centre_id, NEEDLING) if step == "send" else "",
        "consented": "needling" in consents_of(visit.patient_id or 0),
        "closed": not is_open(visit) or visit.session.starts_at <= timezone.now(),
    }
    if step == "where":
        context |= drawing_context(_drawn(place))
    return render(request, "public/intake.html", context, status=status)


def _groups(form: Form) -> list[tuple[str, list[Any]]]:
    """Return the health questions under their titles."""
    return [
        (
            group.title_el if in_greek() else group.title,
            [form[one.fact] for one in group.questions],
        )
        for group in home_groups()
    ]
