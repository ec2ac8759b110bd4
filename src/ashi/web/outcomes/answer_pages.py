"""A patient answers by a link, on their phone or on a tablet of the centre; no script is needed."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ashi.apps.outcomes.actions.answering import Sheet, keep_draft, send_answers
from ashi.apps.outcomes.actions.reminding import stop_reminders
from ashi.apps.outcomes.errors import AlreadyAnsweredError, LinkTooOldError
from ashi.apps.outcomes.forms import forms_of
from ashi.apps.outcomes.links import Opened, opened_by
from ashi.apps.outcomes.models import Asking, NoReminders, Response
from ashi.core.kernel.errors import AshiError
from ashi.core.safety.red_flags import RedFlag, Urgency, questions_for
from ashi.web.outcomes.answer_forms import FLAGS, AnswersForm
from ashi.web.policy import open_to_all
from ashi.web.public.booking import PUBLIC
from ashi.web.wording import sentence_for

UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY
# An answer of these moments may tell of what cannot wait.
WITH_FLAGS = (Asking.Moment.VISIT, Asking.Moment.REVIEW, Asking.Moment.EXTRA)


@dataclass(frozen=True, slots=True)
class Page:
    """A set that is open, the link it was opened by, and the pages it has."""

    opened: Opened
    token: str
    form: AnswersForm
    drafts: dict[str, Response]

    @property
    def pages(self) -> list[list[str]]:
        """Return the fields of each page, one question on each."""
        return pages_of(self.form)


def pages_of(form: AnswersForm) -> list[list[str]]:
    """Return fields page by page: one question on each, a name with what it rates.

    A question that is not asked as the answers stand has no page.
    """
    pages: list[list[str]] = []
    joined = False
    for one in form.asked:
        if one.field in form.hidden:
            continue
        if joined:
            pages[-1].append(one.field)
        else:
            pages.append([one.field])
        joined = one.names_next
    return [*pages, [FLAGS]] if FLAGS in form.fields else pages


def flags_for(asking: Asking) -> Sequence[RedFlag]:
    """Return what cannot wait, of the complaint that is asked about."""
    if asking.moment not in WITH_FLAGS:
        return ()
    areas = asking.complaint.areas if asking.complaint else ()
    return [one for one in questions_for(areas) if one.urgency is Urgency.EMERGENCY_NOW]


def _opened(request: HttpRequest, token: str) -> Opened | HttpResponse:
    """Return what a link opens, or the page that says why it opens nothing any more."""
    try:
        opened = opened_by(token)
    except LinkTooOldError as error:
        says = {"says": sentence_for(error)}
        return render(request, "outcomes/closed.html", says, status=HTTPStatus.GONE)
    if opened is None:
        raise Http404
    if opened.asking.answered_at is not None:
        page = {"asking": opened.asking, "way": opened.way, "again": request.method == "POST"}
        status = HTTPStatus.CONFLICT if page["again"] else HTTPStatus.OK
        return render(request, "outcomes/answered.html", page, status=status)
    return opened


def _page(request: HttpRequest, opened: Opened, token: str) -> Page:
    language = translation.get_language() or "en"
    asking = opened.asking
    drafts = {row.measure: row for row in asking.responses.filter(corrects__isnull=True)}
    data = request.POST if request.method == "POST" else None
    form = AnswersForm(data, forms_of(asking, language), drafts, flags=flags_for(asking))
    return Page(opened, token, form, drafts)


@require_http_methods(["GET", "POST"])
@open_to_all
def questions(request: HttpRequest, asked_token: str) -> HttpResponse:
    """Show the whole set on one page; keep it, or send it."""
    opened = _opened(request, asked_token)
    if isinstance(opened, HttpResponse):
        return opened
    page = _page(request, opened, asked_token)
    if request.method == "GET":
        return _shown(request, page)
    return _taken(request, page, send="send" in request.POST)


@require_http_methods(["GET", "POST"])
@open_to_all
def question(request: HttpRequest, asked_token: str, number: int) -> HttpResponse:
    """Show one question of a set; keep it, and go on to the next; the last one sends."""
    opened = _opened(request, asked_token)
    if isinstance(opened, HttpResponse):
        return opened
    page = _page(request, opened, asked_token)
    pages = page.pages
    if not 1 <= number <= len(pages):
        raise Http404
    page.form.only(pages[number - 1])
    if request.method == "GET":
        return _shown(request, page, number=number, of=len(pages))
    last = number == len(pages)
    answer = _taken(request, page, send=last, number=number, of=len(pages))
    if answer.status_code == HTTPStatus.OK and not last and not _is_quiet(request):
        return redirect("question", asked_token=asked_token, number=number + 1)
    return answer


@require_POST
@open_to_all
def no_reminders(request: HttpRequest, asked_token: str) -> HttpResponse:
    """Write to this patient about questions no more."""
    try:
        opened = opened_by(asked_token)
    except LinkTooOldError:
        opened = None
    if opened is None:
        raise Http404
    stop_reminders(by=PUBLIC, asking=opened.asking)
    return redirect("questions", asked_token=asked_token)


def _is_quiet(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _taken(request: HttpRequest, page: Page, *, send: bool, **place: int) -> HttpResponse:
    """Keep or send what is on a page; show it again with what is wrong where it is refused."""
    form, asking = page.form, page.opened.asking
    try:
        if form.is_valid():
            return _done(request, page, send=send and not _is_quiet(request), **place)
    except AlreadyAnsweredError:
        asking.refresh_from_db()
        shown = {"asking": asking, "way": page.opened.way, "again": True}
        return render(request, "outcomes/answered.html", shown, status=HTTPStatus.CONFLICT)
    except AshiError as error:
        form.add_error(None, sentence_for(error))
    if _is_quiet(request):
        words = " ".join(str(one) for errors in form.errors.values() for one in errors)
        return JsonResponse({"says": words}, status=UNPROCESSABLE)
    return _shown(request, page, status=UNPROCESSABLE, **place)


def _done(request: HttpRequest, page: Page, *, send: bool, **place: int) -> HttpResponse:
    form, opened = page.form, page.opened
    language = translation.get_language() or "en"
    sheet = Sheet(form.given(), language, opened.way, flags=form.flags())
    if send:
        sent = send_answers(by=PUBLIC, asking_id=opened.asking.pk, sheet=sheet)
        shown = {"asking": opened.asking, "way": opened.way, "advice": sent.advice, "new": True}
        return render(request, "outcomes/answered.html", shown)
    at = keep_draft(by=PUBLIC, asking_id=opened.asking.pk, sheet=sheet)
    if _is_quiet(request):
        clock = timezone.localtime(at).strftime("%H:%M")
        says = _("kept %(at)s") % {"at": clock}
        return JsonResponse({"says": says, "hidden": sorted(form.hidden)})
    return _shown(request, page, kept=at, **place)


def _shown(
    request: HttpRequest, page: Page, *, status: int = HTTPStatus.OK, **more: Any
) -> HttpResponse:
    asking = page.opened.asking
    saved = max((row.saved_at for row in page.drafts.values()), default=None)
    context = {
        "asking": asking,
        "token": page.token,
        "form": page.form,
        "lines": [(page.form[one.field], one) for one in page.form.asked],
        "flags": page.form[FLAGS] if FLAGS in page.form.fields else None,
        "kept": saved,
        "stopped": NoReminders.objects.filter(patient=asking.patient_id).exists(),
        "last": more.get("number", 0) == more.get("of", 0),
        "late": asking.closes_at <= timezone.now(),
        "minutes": max(1, round(len(page.form.asked) / 5)),
    }
    return render(request, "outcomes/questions.html", context | more, status=status)
