"""Every page for patients with its state: packaged, own, draft, waiting, changed since."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ashi.apps.accounts.roles import Permission
from ashi.apps.content.queries import Desk, all_desks
from ashi.core.kernel.names import fold
from ashi.web.content.forms import ListForm
from ashi.web.content.rows import title_of
from ashi.web.content.wording import STATE_WORDS
from ashi.web.policy import allow

TO_DO = ("sent", "draft", "packaged", "reviewed", "own")


@dataclass(frozen=True, slots=True)
class Row:
    """One page; ``who`` and ``at`` are of whoever worked on it last."""

    desk: Desk
    title: str
    state: str
    who: str
    at: datetime | None
    changed: bool


@require_safe
@allow(Permission.SETTINGS_READ)
def pages(request: HttpRequest) -> HttpResponse:
    """List the pages, or those that are asked for."""
    form = ListForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    q, show, sort = (asked.get(name, "") for name in ("q", "show", "sort"))
    rows = [_row(desk, request) for desk in all_desks(request.centre)]
    found = [row for row in rows if _shown(row, show) and _holds(row, q)]
    page = {
        "form": form,
        "rows": _sorted(found, sort),
        "total": len(rows),
        "narrowed": bool(q or show or sort),
        "waiting": [row for row in rows if row.desk.state == "sent"],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "content/list.html", page, status=status)


def _row(desk: Desk, request: HttpRequest) -> Row:
    draft, standing = desk.draft, desk.standing
    who = draft.written_name if draft else standing.published_name if standing else ""
    at = draft.written_at if draft else standing.published_at if standing else None
    title = title_of(desk.key, request.centre)
    return Row(desk, title, str(STATE_WORDS[desk.state]), who, at, desk.stale)


def _shown(row: Row, show: str) -> bool:
    return row.changed if show == "changed" else show in ("", row.desk.state)


def _holds(row: Row, typed: str) -> bool:
    """Whether every word typed stands in the title or in what patients read, in either language."""
    ours = row.desk.working
    texts = [ours.get(one.key, one.packaged) for one in row.desk.key.places]
    held = fold(" ".join([row.title, row.desk.key.name, *(f"{one.en} {one.el}" for one in texts)]))
    return all(word in held for word in fold(typed).split())


def _sorted(rows: list[Row], sort: str) -> list[Row]:
    if sort == "name":
        return sorted(rows, key=lambda row: fold(row.title))
    if sort == "state":
        return sorted(rows, key=lambda row: (not row.changed, TO_DO.index(row.desk.state)))
    if sort == "new":
        return sorted(rows, key=lambda row: -row.at.timestamp() if row.at else 0.0)
    return rows
