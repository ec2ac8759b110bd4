"""The centre's own words for a page, and who has published it.

Decides        which words stand: those the centre published, else the packaged ones
Does not       check them (apps.content does before it publishes)
Takes          the request's centre, a kind of page and its name
Gives          texts in the reader's language; who reviewed the page, and whether it changed since
"""

from dataclasses import dataclass, field

from django.http import HttpRequest

from ashi.apps.centres.models import Centre
from ashi.apps.content.models import Act, PageVersion
from ashi.apps.content.queries import PageKey, Texts, page_key, standing_of, texts_of
from ashi.web.conditions.lines import Line, lines_of
from ashi.web.conditions.telling import in_words


@dataclass(frozen=True, slots=True)
class Own:
    """The words of a page; ``row`` is the version that stands, if the centre published one."""

    texts: Texts = field(default_factory=dict)
    row: PageVersion | None = None
    stale: bool = False
    preview: bool = False

    def text(self, place: str) -> str:
        """Return the centre's words in the reader's language; empty where packaged ones stand."""
        told = self.texts.get(place)
        return in_words(told.en, told.el) if told else ""

    def lines(self, place: str, condition: str = "") -> tuple[Line, ...]:
        """Return the centre's words in lines."""
        return lines_of(self.text(place), condition)

    @property
    def signed(self) -> PageVersion | None:
        """The version that somebody put a name to, if it is the page that is shown."""
        row = self.row
        return row if row and row.act != Act.WITHDRAWN and not self.preview else None


PACKAGED = Own()


def own_for(request: HttpRequest, kind: str, name: str) -> Own:
    """Return the words of a page at the request's centre: one query."""
    centre: Centre | None = request.centre
    return own_at(page_key(centre, kind, name)) if centre else PACKAGED


def own_at(key: PageKey) -> Own:
    """Return the words of a page as they stand."""
    row = standing_of(key)
    if row is None:
        return PACKAGED
    return Own(texts_of(row), row, stale=row.digest != key.digest)
