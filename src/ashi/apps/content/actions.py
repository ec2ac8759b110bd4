"""A page is drafted in the centre's own words, sent, and published by a second person."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from ashi.apps.accounts.models import User
from ashi.apps.accounts.policy import member_of, require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.centres.models import Centre
from ashi.apps.content.errors import (
    ContentChangedError,
    ContentFaultsError,
    DraftStandsError,
    NoSuchPageError,
    NothingNewError,
)
from ashi.apps.content.models import Act, PageVersion
from ashi.apps.content.queries import Desk, PageKey, Texts, desk_of, page_key, texts_of, versions_of
from ashi.apps.content.rules import published_alone
from ashi.apps.patients.texts import checked_text
from ashi.core.knowledge.pages.reading import Told

Kept = Mapping[str, Mapping[str, str]]
LONGEST = 6000  # signs of one text in one language


@transaction.atomic
def keep_draft(*, by: Actor, kind: str, name: str, seen: str, texts: Texts) -> Desk:
    """Keep words as they are typed, finished or not; the first of them begin the draft.

    Words that were sent and are changed have to be sent again. What says nothing new writes
    nothing.

    Parameters
    ----------
    seen : ``Desk.seen`` of the page on which they were typed
    texts : by place; a place that is empty in both languages stands as packaged

    Raises
    ------
    NotAllowedError, NoSuchPageError, TooLongError, UnwritableError
    ContentChangedError
        Somebody else wrote or published meanwhile; nothing is written over.
    """
    require(by, Permission.CONTENT_WRITE, centre_id=by.centre_id)
    desk = _locked(by, kind, name, seen)
    typed = _kept(texts, desk.key)
    if typed == {place: _both(one) for place, one in desk.working.items()}:
        return desk
    _write(by, desk, typed)
    return desk_of(desk.key)


def _locked(by: Actor, kind: str, name: str, seen: str | None) -> Desk:
    """Return a page as it is; of two who write at once the second waits, and is told."""
    centre = Centre.objects.select_for_update(no_key=True).get(pk=by.centre_id or 0)
    desk = desk_of(page_key(centre, kind, name))
    if seen is not None and desk.seen != seen:
        raise ContentChangedError()
    return desk


def _kept(texts: Texts, key: PageKey) -> dict[str, dict[str, str]]:
    kept: dict[str, dict[str, str]] = {}
    for place in key.places:
        text = texts.get(place.key)
        if text is not None and (text.en.strip() or text.el.strip()):
            kept[place.key] = {
                half: checked_text(f"{place.key}-{half}", typed.replace("\r\n", "\n"), LONGEST)
                for half, typed in (("en", text.en), ("el", text.el))
            }
    return kept


def _both(text: Told) -> dict[str, str]:
    return {"en": text.en, "el": text.el}


def _write(by: Actor, desk: Desk, texts: Kept, source: PageVersion | None = None) -> PageVersion:
    user_id, _centre = member_of(by)
    key = desk.key
    row = desk.draft or PageVersion(
        centre_id=key.centre_id,
        kind=key.kind,
        name=key.name,
        revision=0,
        from_number=source.number if source else None,
    )
    if desk.draft is None or row.written_by_id != user_id:  # keeping goes on at every pause
        _tell(by, "content.draft", key)
    row.texts = dict(texts)
    row.packaged = _replaced(desk, texts, source)
    row.digest, row.revision, row.sent_at = key.digest, row.revision + 1, None
    row.written_at, row.written_by_id = timezone.now(), user_id
    row.written_name = str(User.objects.get(pk=user_id))
    row.save()
    return row


def _replaced(desk: Desk, texts: Kept, source: PageVersion | None) -> dict[str, dict[str, str]]:
    """Return what is packaged in each place; of words that stay, what it was when they came."""
    before = source or desk.draft or desk.standing
    now = {one.key: _both(one.packaged) for one in desk.key.places}
    stay = {place for place in texts if before and before.texts.get(place) == texts[place]}
    return {
        place: before.packaged.get(place, said) if before and place in stay else said
        for place, said in now.items()
    }


@transaction.atomic
def send_page(*, by: Actor, kind: str, name: str, seen: str) -> PageVersion:
    """Say that a draft is finished: a second person may publish it.

    Raises
    ------
    NotAllowedError, NoSuchPageError, ContentChangedError, NothingNewError
    ContentFaultsError
        ``count`` says how many sentences may not be published as they are.
    """
    require(by, Permission.CONTENT_WRITE, centre_id=by.centre_id)
    desk = _locked(by, kind, name, seen)
    row = _publishable(desk)
    row.sent_at, row.revision = timezone.now(), row.revision + 1
    row.save()
    _tell(by, "content.send", desk.key)
    return row


def _publishable(desk: Desk) -> PageVersion:
    row, standing = desk.draft, desk.standing
    if row is None or not (row.texts or (standing and standing.texts)):
        raise NothingNewError()
    if standing and standing.texts == row.texts and not desk.stale:
        raise NothingNewError()
    if faults := desk.key.faults(texts_of(row)):
        raise ContentFaultsError(count=len(faults))
    return row


@transaction.atomic
def publish_page(*, by: Actor, kind: str, name: str, seen: str) -> PageVersion:
    """Publish a draft; patients read it from now on.

    Raises
    ------
    NotAllowedError, NoSuchPageError, ContentChangedError, ContentFaultsError, NothingNewError
    SecondPersonError, NotSentError
        ``rules.published_alone`` says when.
    """
    require(by, Permission.CONTENT_PUBLISH, centre_id=by.centre_id)
    desk = _locked(by, kind, name, seen)
    row = _publishable(desk)
    user_id, _centre = member_of(by)
    row.alone = published_alone(
        role=by.role,
        publisher=user_id,
        author=row.written_by_id or 0,
        sent=row.sent_at is not None,
    )
    row.digest = desk.key.digest
    row.packaged = {one.key: _both(one.packaged) for one in desk.key.places}
    return _publish(by, row, desk.key, "content.publish")


@transaction.atomic
def review_page(*, by: Actor, kind: str, name: str, digest: str) -> PageVersion:
    """Say that somebody has reviewed the packaged words, which then stand with a name.

    Parameters
    ----------
    digest : ``PageKey.digest`` of the page that was read

    Raises
    ------
    NotAllowedError, NoSuchPageError, ContentChangedError, NothingNewError
    DraftStandsError
        Own words stand or are drafted: they are published, thrown away or withdrawn first.
    """
    require(by, Permission.CONTENT_PUBLISH, centre_id=by.centre_id)
    desk = _locked(by, kind, name, None)
    if desk.key.digest != digest:
        raise ContentChangedError()
    if desk.draft or (desk.standing and desk.standing.texts):
        raise DraftStandsError()
    if desk.state == Act.REVIEWED and not desk.stale:
        raise NothingNewError()
    return _publish(by, _bare(desk.key, Act.REVIEWED), desk.key, "content.review")


@transaction.atomic
def withdraw_page(*, by: Actor, kind: str, name: str) -> PageVersion:
    """Take the centre's own words off a page at once; the packaged ones stand, unsigned.

    Raises
    ------
    NotAllowedError, NoSuchPageError
    NothingNewError
        The packaged words stand already.
    """
    require(by, Permission.CONTENT_PUBLISH, centre_id=by.centre_id)
    desk = _locked(by, kind, name, None)
    if desk.standing is None or desk.standing.act == Act.WITHDRAWN:
        raise NothingNewError()
    return _publish(by, _bare(desk.key, Act.WITHDRAWN), desk.key, "content.withdraw")


def _bare(key: PageKey, act: Act) -> PageVersion:
    places = {one.key: _both(one.packaged) for one in key.places}
    return PageVersion(
        centre_id=key.centre_id,
        kind=key.kind,
        name=key.name,
        act=act,
        packaged=places,
        digest=key.digest,
    )


def _publish(by: Actor, row: PageVersion, key: PageKey, action: str) -> PageVersion:
    user_id, _centre = member_of(by)
    rows = PageVersion.objects.filter(centre=key.centre_id, kind=key.kind, name=key.name)
    row.number = (rows.aggregate(last=Max("number"))["last"] or 0) + 1
    row.published_at, row.published_by_id = timezone.now(), user_id
    row.published_name = str(User.objects.get(pk=user_id))
    row.save()
    _tell(by, action, key, number=row.number, alone=row.alone)
    return row


@transaction.atomic
def bring_back(*, by: Actor, kind: str, name: str, number: int) -> PageVersion:
    """Begin a draft with the words of an older version.

    Raises
    ------
    NotAllowedError, DraftStandsError
    NoSuchPageError
        Nor is there such a version.
    """
    require(by, Permission.CONTENT_WRITE, centre_id=by.centre_id)
    desk = _locked(by, kind, name, None)
    if desk.draft:
        raise DraftStandsError()
    old = next((one for one in versions_of(desk.key) if one.number == number), None)
    if old is None:
        raise NoSuchPageError(number=number)
    row = _write(by, desk, old.texts, old)
    _tell(by, "content.back", desk.key, number=number)
    return row


@transaction.atomic
def drop_draft(*, by: Actor, kind: str, name: str) -> None:
    """Throw a draft away; what stands goes on standing. A repeat changes nothing.

    Raises
    ------
    NotAllowedError, NoSuchPageError
    """
    require(by, Permission.CONTENT_WRITE, centre_id=by.centre_id)
    desk = _locked(by, kind, name, None)
    if desk.draft:
        desk.draft.delete()
        _tell(by, "content.drop", desk.key)


def _tell(by: Actor, action: str, key: PageKey, **detail: object) -> None:
    told = {"kind": key.kind, "page": key.name, **detail}
    record(by=by, action=action, subject=("centre", by.centre_id), detail=told)
