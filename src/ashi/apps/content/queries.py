"""Pages as a centre has them: what stands, the draft, what a release changed since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from ashi.apps.centres.models import Centre
from ashi.apps.content.errors import NoSuchPageError
from ashi.apps.content.models import Act, PageVersion
from ashi.core.knowledge.checking_own import TextFault, text_faults
from ashi.core.knowledge.evidence_base.base import packaged_base
from ashi.core.knowledge.evidence_base.conditions import condition_at
from ashi.core.knowledge.pages.places import (
    CONDITION,
    HOME,
    NOTHING,
    Place,
    packaged_digest,
    page_keys,
    places_of,
)
from ashi.core.knowledge.pages.reading import Told

Texts = Mapping[str, Told]


@dataclass(frozen=True, slots=True)
class PageKey:
    """Which page of which centre; ``lead`` is what the centre's settings say of it."""

    centre_id: int
    kind: str
    name: str
    lead: Told = NOTHING

    @property
    def places(self) -> tuple[Place, ...]:
        """The places of the page in order."""
        return places_of(self.kind, self.name, self.lead)

    @property
    def digest(self) -> str:
        """What names the packaged page as it is now."""
        return packaged_digest(self.kind, self.name, self.lead)

    @property
    def condition(self) -> str | None:
        """The id of the condition whose page it is."""
        found = condition_at(self.name) if self.kind == CONDITION else None
        return found.id if found else None

    def faults(self, texts: Texts) -> list[TextFault]:
        """Return what keeps texts from being published."""
        return text_faults(texts, self.places, packaged_base(), self.condition)


@dataclass(frozen=True, slots=True)
class Changed:
    """A place whose packaged words a release changed after the centre replaced them."""

    place: str
    before: Told
    now: Told


@dataclass(frozen=True, slots=True)
class Desk:
    """A page as those see it who work on it."""

    key: PageKey
    standing: PageVersion | None
    draft: PageVersion | None

    @property
    def working(self) -> Texts:
        """What somebody goes on from: the draft, or what stands."""
        row = self.draft or self.standing
        return texts_of(row) if row else {}

    @property
    def seen(self) -> str:
        """What changes with anything that somebody would write over or publish."""
        draft = self.draft.revision if self.draft else 0
        return f"{self.standing.number if self.standing else 0}.{draft}"

    @property
    def changed(self) -> list[Changed]:
        """What a release changed of what the words that are worked on replace."""
        row = self.draft or self.standing
        return changed_since(row, self.key) if row else []

    @property
    def state(self) -> str:
        """The page in one word: packaged, reviewed, own, draft, sent."""
        if self.draft:
            return "sent" if self.draft.sent_at else "draft"
        if self.standing is None or self.standing.act == Act.WITHDRAWN:
            return "packaged"
        return str(self.standing.act if self.standing.texts else Act.REVIEWED)

    @property
    def stale(self) -> bool:
        """Whether whoever published did not see the packaged words as they are now."""
        row = self.standing
        return row is not None and row.act != Act.WITHDRAWN and row.digest != self.key.digest


def page_key(centre: Centre, kind: str, name: str) -> PageKey:
    """Return a page of a centre.

    Raises
    ------
    NoSuchPageError
    """
    if (kind, name) not in page_keys():
        raise NoSuchPageError(kind=kind, name=name)
    lead = Told(centre.about, centre.about_el) if kind == HOME else NOTHING
    return PageKey(centre.pk, kind, name, lead)


def texts_of(row: PageVersion) -> Texts:
    """Return the centre's own words by place."""
    return {place: Told(one["en"], one["el"]) for place, one in row.texts.items()}


def changed_since(row: PageVersion, key: PageKey) -> list[Changed]:
    """Return the places in which a version replaces words that are packaged otherwise now."""
    known = {one.key: one.packaged for one in key.places}
    found = []
    for place in row.texts:
        was = row.packaged.get(place, {"en": "", "el": ""})
        before, now = Told(was["en"], was["el"]), known.get(place, NOTHING)
        if before != now:
            found.append(Changed(place, before, now))
    return found


def desk_of(key: PageKey) -> Desk:
    """Return a page as it stands: two queries."""
    draft = _of(key).filter(published_at__isnull=True).first()
    return Desk(key, standing_of(key), draft)


def standing_of(key: PageKey) -> PageVersion | None:
    """Return the version that was published last."""
    return _of(key).filter(published_at__isnull=False).order_by("-number").first()


def versions_of(key: PageKey) -> list[PageVersion]:
    """Return the published versions, newest first."""
    return list(_of(key).filter(published_at__isnull=False).order_by("-number"))


def _of(key: PageKey) -> QuerySet[PageVersion]:
    return PageVersion.objects.filter(centre=key.centre_id, kind=key.kind, name=key.name)


def all_desks(centre: Centre) -> list[Desk]:
    """Return every page of a centre as it stands: two queries."""
    rows = PageVersion.objects.filter(centre=centre.pk)
    drafts = _by_key(rows.filter(published_at__isnull=True))
    standing = _by_key(all_standing(centre.pk))
    keys = (page_key(centre, kind, name) for kind, name in page_keys())
    return [
        Desk(key, standing.get((key.kind, key.name)), drafts.get((key.kind, key.name)))
        for key in keys
    ]


def all_standing(centre_id: int) -> QuerySet[PageVersion]:
    """Return the version of each page that was published last."""
    rows = PageVersion.objects.filter(centre=centre_id, published_at__isnull=False)
    return rows.order_by("kind", "name", "-number").distinct("kind", "name")


def _by_key(rows: Iterable[PageVersion]) -> dict[tuple[str, str], PageVersion]:
    return {(row.kind, row.name): row for row in rows}
