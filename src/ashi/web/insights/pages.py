"""The centre's first mirror: an overview, a page for each measure, its rows, and files of both."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ashi.apps.accounts.policy import may, require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Purpose
from ashi.apps.insights.asked import Asked
from ashi.apps.insights.rows import MOST, Rows, only_own, rows_of, sees_rows
from ashi.apps.insights.tables import Found, found
from ashi.core.insights.definitions import Definition, all_definitions, definition_of
from ashi.core.insights.errors import UnknownInsightError
from ashi.web.insights.drawing import drawings_of
from ashi.web.insights.facts import beginnings, sentences_of
from ashi.web.insights.files import table_cells
from ashi.web.insights.forms import PeriodForm
from ashi.web.insights.heads import head_of
from ashi.web.insights.shown import (
    day_in_words,
    definition_in_words,
    row_in_words,
    table_in_words,
)
from ashi.web.insights.wording import OF_WORDS, ROW_WORDS, WHEN_WORDS
from ashi.web.policy import allow
from ashi.web.spreadsheets import as_file


@dataclass(frozen=True, slots=True)
class Looked:
    """What somebody looks at: the measure, the form that narrows it, what is asked."""

    definition: Definition | None
    form: PeriodForm
    asked: Asked
    inside: bool

    @property
    def status(self) -> HTTPStatus:
        """Whether the page answers what was asked, or the usual year instead."""
        return HTTPStatus.UNPROCESSABLE_ENTITY if self.form.errors else HTTPStatus.OK


def _looked(request: HttpRequest, insight: str | None = None) -> Looked:
    try:
        definition = definition_of(insight) if insight else None
    except UnknownInsightError as error:
        raise Http404 from error
    inside = may(request.actor, Permission.CLINICAL_READ)
    today = timezone.localdate()
    form = PeriodForm(request.GET, definition, today, inside=inside)
    first, last = form.days()
    asked = Asked(
        centre_id=request.centre.pk,
        zone=request.centre.zone,
        first=first,
        last=last,
        now=timezone.now(),
        condition=form.said("condition"),
        moment=form.said("moment", "months_3"),
        own_user=request.actor.user_id if only_own(request.actor) else None,
    )
    return Looked(definition, form, asked, inside)


def _usual(request: HttpRequest, looked: Looked) -> dict[str, Any]:
    days = {"first": day_in_words(looked.asked.first), "last": day_in_words(looked.asked.last)}
    said = request.GET.urlencode() if not looked.form.errors else ""
    return {
        "form": looked.form,
        "fields": [looked.form[name] for name in looked.form.fields],
        "days": _("%(first)s to %(last)s") % days,
        "query": f"?{said}" if said else "",
        "language": translation.get_language() or "en",
    }


@require_GET
@allow(Permission.INSIGHTS_READ)
def overview(request: HttpRequest) -> HttpResponse:
    """Show one number of each measure, whether questions came back first."""
    looked = _looked(request)
    language = translation.get_language() or "en"
    heads = []
    for definition in all_definitions().values():
        counted = found(definition.id, looked.asked, inside=looked.inside)
        heads.append(
            (definition.id, definition.words("name", language), *head_of(definition.id, counted))
        )
    page = {**_usual(request, looked), "heads": heads}
    return render(request, "insights/overview.html", page, status=looked.status)


@require_GET
@allow(Permission.INSIGHTS_READ)
def measure(request: HttpRequest, insight: str) -> HttpResponse:
    """Show one measure: its numbers with what is missing, and how they are counted."""
    looked = _looked(request, insight)
    counted = found(insight, looked.asked, inside=looked.inside)
    page = {**_usual(request, looked), **_measure(request, insight, counted)}
    return render(request, "insights/measure.html", page, status=looked.status)


def _measure(request: HttpRequest, insight: str, counted: Found) -> dict[str, Any]:
    language = translation.get_language() or "en"
    definition = definition_of(insight)
    return {
        "insight": insight,
        "name": definition.words("name", language),
        "table": table_in_words(insight, counted.table),
        "drawings": drawings_of(insight, counted.table),
        "sentences": sentences_of(insight, counted),
        "beginnings": beginnings(counted),
        "definition": definition_in_words(insight, language),
        "sees_rows": sees_rows(request.actor, definition),
    }


@require_GET
@allow(Permission.INSIGHTS_READ)
def table_file(request: HttpRequest, insight: str) -> HttpResponse:
    """Give a measure's table as a file."""
    looked = _looked(request, insight)
    counted = found(insight, looked.asked, inside=looked.inside)
    if looked.form.errors:
        page = {**_usual(request, looked), **_measure(request, insight, counted)}
        return render(request, "insights/measure.html", page, status=looked.status)
    _note(request, "insights.export", insight, looked.asked)
    shown = table_in_words(insight, counted.table)
    return as_file(_dated(insight), table_cells(insight, counted.table, shown))


@require_GET
@allow(Permission.INSIGHTS_ROWS)
def rows(request: HttpRequest, insight: str) -> HttpResponse:
    """Show whom a measure counted, to those who may see it."""
    looked = _looked(request, insight)
    read = _read(request, looked, "insights.rows", MOST)
    heads = [str(OF_WORDS[insight]), *map(str, ROW_WORDS[insight])]
    page = {
        **_usual(request, looked),
        "insight": insight,
        "name": definition_of(insight).words("name", translation.get_language() or "en"),
        "rows": [row_in_words(insight, one) for one in read.rows],
        "whole": read.whole,
        "most": MOST,
        "own": looked.asked.own_user is not None,
        "when": WHEN_WORDS.get(insight, _("Day")),
        "heads": heads,
        "may_export": may(request.actor, Permission.EXPORT),
    }
    return render(request, "insights/rows.html", page, status=looked.status)


@require_GET
@allow(Permission.EXPORT)
def rows_file(request: HttpRequest, insight: str) -> HttpResponseBase:
    """Give the rows behind a measure as a file."""
    looked = _looked(request, insight)
    if looked.form.errors:
        return rows(request, insight)
    read = _read(request, looked, "insights.export", None)
    first, second = map(str, ROW_WORDS[insight])
    when = str(WHEN_WORDS.get(insight, _("Day")))
    heads = [_("Patient"), when, str(OF_WORDS[insight]), _("Counted as"), first, second]
    shown = [row_in_words(insight, one) for one in read.rows]
    names = ("name", "day", "of", "state", "first", "second")
    return as_file(
        _dated(f"{insight}-rows"), [heads, *([one[name] for name in names] for one in shown)]
    )


def _read(request: HttpRequest, looked: Looked, action: str, most: int | None) -> Rows:
    """Return the rows, and leave the event of who was read.

    Raises
    ------
    NotAllowedError
    """
    definition = looked.definition
    assert definition is not None
    if definition.clinical:
        require(request.actor, Permission.CLINICAL_READ)
    read = rows_of(definition.id, looked.asked, most=most)
    people = sorted({row.patient_id for row in read.rows})
    _note(request, action, definition.id, looked.asked, patients=people)
    return read


def _note(request: HttpRequest, action: str, insight: str, asked: Asked, **more: Any) -> None:
    detail = {"first": asked.first.isoformat(), "last": asked.last.isoformat(), **more}
    with transaction.atomic():
        record(
            by=request.actor,
            action=action,
            subject=("insight", insight),
            purpose=Purpose.QUALITY,
            detail=detail,
        )


def _dated(name: str) -> str:
    return f"{name}-{timezone.localdate().isoformat()}"
