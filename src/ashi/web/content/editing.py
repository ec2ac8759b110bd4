"""A page is worded: both languages side by side, packaged words beside, faults as one types."""

import re
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ashi.apps.accounts.roles import Permission
from ashi.apps.content.actions import keep_draft
from ashi.apps.content.errors import ContentChangedError, NoSuchPageError
from ashi.apps.content.queries import Desk, PageKey, Texts, desk_of, page_key
from ashi.apps.patients.errors import TooLongError, UnwritableError
from ashi.core.kernel.certainty import how_sure
from ashi.core.kernel.errors import AshiError
from ashi.core.knowledge.evidence_base.base import packaged_base
from ashi.core.knowledge.evidence_base.finding import find_claims
from ashi.core.knowledge.evidence_base.showing import Weighed
from ashi.core.knowledge.pages.own_text import put_claim, sentences_in
from ashi.core.knowledge.pages.places import NOTHING
from ashi.web.conditions.telling import in_words
from ashi.web.content.forms import PageForm, initial_of
from ashi.web.content.rows import Beside, groups_of, title_of
from ashi.web.content.wording import STATE_WORDS
from ashi.web.policy import allow
from ashi.web.wording import sentence_for

AT = re.compile(r"([a-z0-9-]{1,60}):(en|el):([0-9]{1,4})")
PUT = re.compile(r"put:([a-z0-9-]{1,60}:(?:en|el):[0-9]{1,4}):([a-z0-9-]{1,80})")
"""What a button of the page says: ``find:place:language:number``, ``put:…:claim``."""


class Hit(NamedTuple):
    """A claim that may be told: its words in the reader's language, and how sure they are."""

    id: str
    text: str
    sure: str


def key_or_404(request: HttpRequest, kind: str, name: str) -> PageKey:
    """Return a page of the centre at which somebody works."""
    try:
        return page_key(request.centre, kind, name)
    except NoSuchPageError as error:
        raise Http404 from error


@require_safe
@allow(Permission.SETTINGS_READ)
def page(request: HttpRequest, page_kind: str, page_name: str) -> HttpResponse:
    """Show a page's places, with the words that are worked on."""
    key = key_or_404(request, page_kind, page_name)
    desk = desk_of(key)
    form = PageForm(places=key.places, initial=initial_of(desk.working))
    return _shown(request, desk, form, desk.working)


@require_POST
@allow(Permission.CONTENT_WRITE)
def keep(request: HttpRequest, page_kind: str, page_name: str) -> HttpResponse:
    """Keep what was typed, and do what the button says; a page in the background is told faults."""
    key = key_or_404(request, page_kind, page_name)
    form = PageForm(request.POST, places=key.places)
    if not form.is_valid():
        return _refused(request, key, form, None)
    asked = request.POST.get("do", "")
    try:
        desk = keep_draft(
            by=request.actor,
            kind=key.kind,
            name=key.name,
            seen=request.POST.get("seen", ""),
            texts=_changed(form.texts(), asked, key),
        )
    except AshiError as error:
        return _refused(request, key, form, error)
    if request.htmx:
        return render(request, "content/_kept.html", _page(request, desk, form, desk.working))
    if not asked:
        messages.success(request, _("Kept. Patients see it once it is published."))
    return redirect(_back_to(key, asked, form.cleaned_data["q"]))


def _changed(texts: Texts, asked: str, key: PageKey) -> Texts:
    """Return texts with the claim that was chosen, or the packaged words to go on from."""
    if (found := PUT.fullmatch(asked)) and (at := AT.fullmatch(found[1])) and at[1] in texts:
        put = put_claim(texts[at[1]], at[2], int(at[3]), found[2])
        return {**texts, at[1]: put}
    begun = asked.removeprefix("begin:") if asked.startswith("begin:") else ""
    packaged = {one.key: one.packaged for one in key.places}
    return {**texts, begun: packaged[begun]} if begun in packaged else texts


def _back_to(key: PageKey, asked: str, typed: str) -> str:
    address = reverse("content-page", args=[key.kind, key.name])
    verb, _colon, rest = asked.partition(":")
    place = rest.split(":")[0]
    if verb == "find" and AT.fullmatch(rest):
        return f"{address}?{urlencode({'at': rest, 'q': typed})}#claims"
    return f"{address}#p-{place}" if place in {one.key for one in key.places} else address


def _refused(
    request: HttpRequest, key: PageKey, form: PageForm, error: AshiError | None
) -> HttpResponse:
    """Answer words that were not kept: they stand as typed, with what is wrong."""
    desk, theirs = desk_of(key), {}
    if error is not None:
        form.is_valid()
        texts = isinstance(error, (TooLongError, UnwritableError))
        named = str(error.fields["field"]) if texts else None
        form.add_error(named if named in form.fields else None, sentence_for(error))
    if isinstance(error, ContentChangedError):
        theirs = {**{one.key: NOTHING for one in key.places}, **desk.working}
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if request.htmx:  # the page keeps what it saw, so that the next press shows both
        said = {"refused": [str(one) for some in form.errors.values() for one in some]}
        return render(request, "content/_refused.html", said, status=status)
    return _shown(request, desk, form, {}, theirs=theirs, status=status)


def _shown(
    request: HttpRequest,
    desk: Desk,
    form: PageForm,
    texts: Texts,
    *,
    theirs: Texts | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = _page(request, desk, form, texts, theirs or {})
    return render(request, "content/page.html", context, status=status)


def _page(
    request: HttpRequest, desk: Desk, form: PageForm, texts: Texts, theirs: Texts | None = None
) -> dict[str, Any]:
    faults = desk.key.faults(texts)
    before = {one.place: one.before for one in desk.changed}
    return {
        "desk": desk,
        "key": desk.key,
        "title": title_of(desk.key, request.centre),
        "state": STATE_WORDS[desk.state],
        "form": form,
        "groups": groups_of(desk.key, form, Beside(faults, before, theirs or {})),
        "faults": len(faults),
        "wrote": _last(desk),
        **_choosing(request, desk),
    }


def _last(desk: Desk) -> str:
    """Return who worked on a page last."""
    if desk.draft:
        return desk.draft.written_name
    return desk.standing.published_name if desk.standing else ""


def _choosing(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    """Return the claims among which one is chosen for the sentence that was named."""
    at = AT.fullmatch(request.GET.get("at", ""))
    text = desk.working.get(at[1]) if at else None
    if at is None or text is None:
        return {}
    spoken = sentences_in(getattr(text, at[2]), at[2])
    number = int(at[3])
    sentence = spoken[number - 1].text if 1 <= number <= len(spoken) else ""
    typed = request.GET.get("q", "")[:200]
    base, condition = packaged_base(), desk.key.condition
    found = find_claims(base, typed or sentence, condition)
    return {
        "at": at[0],
        "at_place": at[1],
        "sentence": sentence,
        "typed": typed,
        "hits": [_hit(one) for one in found or find_claims(base, "", condition)],
        "none_alike": not found,
    }


def _hit(weighed: Weighed) -> Hit:
    claim = weighed.claim
    sure = how_sure(weighed.certainty, str(get_language())) if weighed.certainty else ""
    return Hit(claim.id, in_words(claim.en, claim.el), sure)
