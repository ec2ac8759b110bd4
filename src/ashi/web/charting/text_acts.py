"""What a note takes over: a template, the last note's sections, a phrase."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.charting.actions.templating import apply_template, insert_phrase, repeat_sections
from ashi.core.kernel.errors import AshiError
from ashi.web.charting.acts import UNPROCESSABLE, press
from ashi.web.charting.forms import InsertForm, NoteForm
from ashi.web.charting.pages import keep, page, refused, visit_or_404
from ashi.web.policy import allow
from ashi.web.wording import sentence_for


@require_POST
@allow(Permission.CLINICAL_WRITE)
def template_on(request: HttpRequest, visit_id: int, template_id: int) -> HttpResponse:
    """Fill what is empty of a note from a template."""
    return press(request, visit_id, partial(apply_template, template_id=template_id))


@require_POST
@allow(Permission.CLINICAL_WRITE)
def note_again(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Fill the empty sections from the patient's last note."""
    return press(request, visit_id, repeat_sections)


@require_POST
@allow(Permission.CLINICAL_WRITE)
def phrase_in(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Keep what is typed, and put a phrase after it: what a shortcut does without a script."""
    visit = visit_or_404(request, visit_id)
    form, wanted = NoteForm(request.POST), InsertForm(request.POST)
    if not form.is_valid():
        return refused(request, visit, form)
    if not wanted.is_valid():
        form.add_error(None, _("Choose from the list, please."))
        return refused(request, visit, form)
    try:
        note = keep(request, visit_id, form)
    except AshiError as error:
        return refused(request, visit, form, error)
    section = wanted.cleaned_data["section"]
    try:
        insert_phrase(
            by=request.actor,
            visit_id=visit_id,
            seen=note.version,
            section=section,
            phrase_id=wanted.cleaned_data["phrase"],
        )
    except AshiError as error:
        return page(request, visit, UNPROCESSABLE, refusal=sentence_for(error))
    return redirect(f"{request.path.removesuffix('/phrase')}#id_{section}")
