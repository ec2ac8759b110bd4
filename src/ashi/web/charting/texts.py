"""Phrases and templates: a page to manage them, and what the chart offers of them."""

from collections.abc import Callable, Collection
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ashi.apps.accounts.policy import may
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.models import Visit
from ashi.apps.charting.actions.texts import end_text, keep_phrase, keep_template
from ashi.apps.charting.errors import TextUnknownError
from ashi.apps.charting.models import Note, NoteTemplate, Phrase
from ashi.apps.charting.queries import SECTIONS, Done, chart_of
from ashi.apps.charting.texts import (
    last_written,
    phrases_for,
    still_to_examine,
    template_from,
    templates_for,
    texts_of,
)
from ashi.core.kernel.errors import AshiError
from ashi.core.knowledge.shortcuts import MARK
from ashi.web.charting.finding_lines import name_of
from ashi.web.charting.forms import PhraseForm, TemplateForm
from ashi.web.numbers import row_number
from ashi.web.policy import allow
from ashi.web.wording import sentence_for

FIELDS = (*SECTIONS, "examine", "done", "name", "area")
FIELD_OF = {"charting.shortcut": "shortcut"}


def offered(
    by: Actor, visit: Visit, note: Note | None, done: Done, areas: Collection[str]
) -> dict[str, Any]:
    """Return what a chart that is not signed offers of phrases, templates and the last note."""
    phrases = phrases_for(by)
    return {
        "phrases": phrases,
        "phrase_words": {f"{MARK}{one.shortcut}": one.text for one in phrases},
        "templates": templates_for(by, areas),
        "to_examine": [name_of(code) for code in still_to_examine(note, done.measurements)],
        "written_before": last_written(visit),
    }


@require_GET
@allow(Permission.CLINICAL_WRITE)
def texts(request: HttpRequest) -> HttpResponse:
    """List one's own phrases and templates and the centre's; those that hold what is looked for."""
    wanted = " ".join(request.GET.get("q", "")[:80].split()).casefold()
    phrases = [
        one
        for one in texts_of(Phrase.objects.all(), request.actor)
        if wanted in f"{MARK}{one.shortcut} {one.text}".casefold()
    ]
    templates = [
        one
        for one in texts_of(NoteTemplate.objects.all(), request.actor)
        if wanted in " ".join(getattr(one, name) for name in FIELDS).casefold()
    ]
    page = {"phrases": phrases, "templates": templates, "q": wanted}
    return render(request, "charting/texts.html", page)


@require_http_methods(["GET", "POST"])
@allow(Permission.CLINICAL_WRITE)
def phrase_new(request: HttpRequest) -> HttpResponse:
    """Add a phrase."""
    return _phrase(request, PhraseForm(request.POST or None))


@require_http_methods(["GET", "POST"])
@allow(Permission.CLINICAL_WRITE)
def phrase(request: HttpRequest, phrase_id: int) -> HttpResponse:
    """Say a phrase anew."""
    row = _row(texts_of(Phrase.objects.filter(pk=phrase_id), request.actor).first())
    _refuse_others(request, row)
    start = {"shortcut": row.shortcut, "text": row.text, "shared": row.owner_id is None}
    form = PhraseForm(request.POST or None, initial=start)
    return _phrase(request, form, phrase_id)


def _phrase(request: HttpRequest, form: PhraseForm, phrase_id: int | None = None) -> HttpResponse:
    def keep(values: dict[str, Any]) -> object:
        return keep_phrase(by=request.actor, instead_of=phrase_id, **values)

    return _kept(request, form, keep, {"phrase_id": phrase_id, "kind": "phrase"})


@require_http_methods(["GET", "POST"])
@allow(Permission.CLINICAL_WRITE)
def template_new(request: HttpRequest) -> HttpResponse:
    """Add a template; one that begins from a record has what stands there."""
    start = _from_record(request)
    return _template(request, TemplateForm(request.POST or None, initial=start), begun=bool(start))


def _from_record(request: HttpRequest) -> dict[str, str]:
    """Return what a template says that begins from a record; nothing where none is asked for."""
    visit_id = row_number(request.GET.get("visit"))
    if visit_id is None or request.method != "GET":
        return {}
    visit = Visit.objects.filter(pk=visit_id, session__centre=request.actor.centre_id).first()
    note = chart_of(visit) if visit else None
    if visit is None or note is None:
        raise Http404
    subject, patient = ("visit", visit.pk), visit.patient_id
    record(by=request.actor, action="note.read", subject=subject, patient_id=patient)
    return template_from(note)


@require_http_methods(["GET", "POST"])
@allow(Permission.CLINICAL_WRITE)
def template(request: HttpRequest, template_id: int) -> HttpResponse:
    """Say a template anew."""
    row = _row(texts_of(NoteTemplate.objects.filter(pk=template_id), request.actor).first())
    _refuse_others(request, row)
    start = {name: getattr(row, name) for name in FIELDS} | {"shared": row.owner_id is None}
    form = TemplateForm(request.POST or None, initial=start)
    return _template(request, form, template_id)


def _template(
    request: HttpRequest,
    form: TemplateForm,
    template_id: int | None = None,
    *,
    begun: bool = False,
) -> HttpResponse:
    def keep(values: dict[str, Any]) -> object:
        shared = values.pop("shared")
        return keep_template(by=request.actor, said=values, shared=shared, instead_of=template_id)

    return _kept(
        request, form, keep, {"template_id": template_id, "kind": "template", "begun": begun}
    )


def _row(row: Any) -> Any:
    if row is None:
        raise Http404
    return row


def _refuse_others(request: HttpRequest, row: Phrase | NoteTemplate) -> None:
    """Show the centre's texts for changing only to who may sign."""
    if row.owner_id is None and not _may_share(request):
        raise Http404


def _may_share(request: HttpRequest) -> bool:
    return may(request.actor, Permission.CLINICAL_SIGN, centre_id=request.actor.centre_id)


def _kept(
    request: HttpRequest,
    form: forms.Form,
    keep: Callable[[dict[str, Any]], object],
    more: dict[str, Any],
) -> HttpResponse:
    """Keep what a form says, or show it with what is wrong."""
    if not _may_share(request):
        del form.fields["shared"]
    if form.is_valid():
        try:
            keep({"shared": False, **form.cleaned_data})
        except TextUnknownError as error:
            raise Http404 from error
        except AshiError as error:
            field = str(error.fields.get("field", FIELD_OF.get(error.code, "")))
            form.add_error(field if field in form.fields else None, sentence_for(error))
        else:
            messages.success(request, _("Kept."))
            return redirect("texts")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "charting/text.html", {"form": form, **more}, status=status)


@require_POST
@allow(Permission.CLINICAL_WRITE)
def phrase_end(request: HttpRequest, phrase_id: int) -> HttpResponse:
    """Offer a phrase no longer."""
    return _ended(request, "phrase", phrase_id)


@require_POST
@allow(Permission.CLINICAL_WRITE)
def template_end(request: HttpRequest, template_id: int) -> HttpResponse:
    """Offer a template no longer."""
    return _ended(request, "template", template_id)


def _ended(request: HttpRequest, kind: str, text_id: int) -> HttpResponse:
    try:
        end_text(by=request.actor, kind=kind, text_id=text_id)
    except TextUnknownError as error:
        raise Http404 from error
    return redirect("texts")
