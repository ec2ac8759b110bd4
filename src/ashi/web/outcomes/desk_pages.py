"""What the staff do about questions: see what is missing, hand over a tablet, enter from paper."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.outcomes.actions.answering import Sheet, enter_paper
from ashi.apps.outcomes.actions.correcting import correct_response, form_of
from ashi.apps.outcomes.actions.planning import ask_now, withdraw_asking
from ashi.apps.outcomes.forms import forms_of
from ashi.apps.outcomes.links import make_link
from ashi.apps.outcomes.models import Asking, AskingLink, Response
from ashi.apps.outcomes.queries import unanswered
from ashi.apps.patients.queries import patients_for
from ashi.core.kernel.errors import AshiError
from ashi.core.outcomes.catalogue import find_instrument
from ashi.web.outcomes.answer_forms import AnswersForm, PaperForm, WhyForm
from ashi.web.outcomes.answer_pages import flags_for
from ashi.web.outcomes.wording import FIELD_OF, MOMENT_WORDS
from ashi.web.policy import allow
from ashi.web.wording import sentence_for

UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY
MOST = 200


def _asking(request: HttpRequest, asking_id: int) -> Asking:
    """Return an asking of the reader's centre that still waits for answers."""
    rows = Asking.objects.select_related("patient", "centre", "complaint", "visit__session")
    row = rows.filter(
        pk=asking_id, centre=request.actor.centre_id, answered_at=None, withdrawn_at=None
    ).first()
    if row is None:
        raise Http404
    return row


@require_GET
@allow(Permission.DIARY_READ)
def missing(request: HttpRequest) -> HttpResponse:
    """List the questions that wait for answers; of what was answered nothing is said here."""
    now = timezone.now()
    rows = list(unanswered(request.actor.centre_id or 0, now)[:MOST])
    lines = [(row, MOMENT_WORDS[row.moment], row.closes_at <= now) for row in rows]
    return render(request, "outcomes/missing.html", {"lines": lines, "now": now})


@require_POST
@allow(Permission.DIARY_WRITE)
def hand_over(request: HttpRequest, asking_id: int) -> HttpResponse:
    """Open the questions on this device for the patient; whoever is signed in is signed out."""
    row = _asking(request, asking_id)
    with transaction.atomic():
        token = make_link(row, AskingLink.Way.TABLET)
        subject = ("asking", row.pk)
        record(by=request.actor, action="asking.tablet", subject=subject, patient_id=row.patient_id)
    logout(request)
    return redirect("questions", asked_token=token)


@require_POST
@allow(Permission.CLINICAL_WRITE)
def ask(request: HttpRequest, patient_id: int) -> HttpResponse:
    """Ask a patient the whole set now."""
    if not patients_for(request.actor).filter(pk=patient_id).exists():
        raise Http404
    try:
        language = translation.get_language() or "en"
        ask_now(by=request.actor, patient_id=patient_id, language=language)
        messages.success(request, _("Asked. A letter goes to who has an e-mail address."))
    except AshiError as error:
        messages.error(request, sentence_for(error))
    return redirect("questions-missing")


@require_POST
@allow(Permission.CLINICAL_WRITE)
def withdraw(request: HttpRequest, asking_id: int) -> HttpResponse:
    """Take a set back."""
    try:
        withdraw_asking(by=request.actor, asking_id=_asking(request, asking_id).pk)
        messages.success(request, _("These questions are not asked any more."))
    except AshiError as error:
        messages.error(request, sentence_for(error))
    return redirect("questions-missing")


@require_http_methods(["GET", "POST"])
@allow(Permission.CLINICAL_WRITE)
def paper(request: HttpRequest, asking_id: int) -> HttpResponse:
    """Enter what a patient wrote on paper."""
    row = _asking(request, asking_id)
    language = translation.get_language() or "en"
    data = request.POST if request.method == "POST" else None
    drafts = {one.measure: one for one in row.responses.filter(corrects__isnull=True)}
    form = AnswersForm(data, forms_of(row, language), drafts, flags=flags_for(row))
    day = PaperForm(data)
    if form.is_valid() and day.is_valid():
        sheet = Sheet(
            form.given(),
            language,
            Response.Source.PAPER,
            day.cleaned_data["answered_on"],
            form.flags(),
        )
        try:
            sent = enter_paper(by=request.actor, asking_id=row.pk, sheet=sheet)
        except AshiError as error:
            where = FIELD_OF.get(error.code)
            (day if where in day.fields else form).add_error(where, sentence_for(error))
        else:
            messages.success(request, " ".join([_("The answers are kept."), *sent.advice]))
            return redirect("questions-missing")
    return _entry(request, row, form, day)


def _entry(
    request: HttpRequest, row: Asking, form: AnswersForm, day: PaperForm | WhyForm
) -> HttpResponse:
    wrong = day if day.errors else form
    page = {
        "asking": row,
        "moment": MOMENT_WORDS[row.moment],
        "form": wrong,
        "lines": [(form[one.field], one) for one in form.asked],
        "flags": form["flags"] if "flags" in form.fields else None,
        "more": day,
        "corrects": isinstance(day, WhyForm),
    }
    status = UNPROCESSABLE if form.errors or day.errors else HTTPStatus.OK
    return render(request, "outcomes/paper.html", page, status=status)


@require_http_methods(["GET", "POST"])
@allow(Permission.CLINICAL_WRITE)
def correct(request: HttpRequest, response_id: int) -> HttpResponse:
    """Say an answer anew, with the reason; the first stays as it was."""
    rows = Response.objects.select_related(
        "asking__patient", "asking__centre", "asking__complaint", "asking__visit__session"
    )
    first = rows.filter(
        pk=response_id,
        asking__centre=request.actor.centre_id,
        submitted_at__isnull=False,
        corrected_by__isnull=True,
        stated=False,
    ).first()
    if first is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    try:
        asked = form_of(first, first.asking)
    except AshiError as error:
        messages.error(request, sentence_for(error))
        return redirect("progress", patient_id=first.patient_id)
    form, why = AnswersForm(data, [asked], {first.measure: first}), WhyForm(data)
    if form.is_valid() and why.is_valid():
        given = form.given().get(first.measure, {})
        try:
            correct_response(
                by=request.actor, response_id=first.pk, given=given, why=why.cleaned_data["why"]
            )
        except AshiError as error:
            where = FIELD_OF.get(error.code)
            (why if where in why.fields else form).add_error(where, sentence_for(error))
        else:
            name = find_instrument(first.measure).name
            messages.success(request, _("%(name)s is corrected.") % {"name": name})
            return redirect("progress", patient_id=first.patient_id)
    return _entry(request, first.asking, form, why)
