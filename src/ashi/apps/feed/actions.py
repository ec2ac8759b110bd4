"""A link to a diary is made, read and revoked here."""

import secrets
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ashi.apps.accounts.policy import may, member_of, require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.centres.models import Centre, Resource
from ashi.apps.feed.errors import FeedsTooManyError, FeedUnknownError
from ashi.apps.feed.models import FeedLink
from ashi.apps.patients.queries import patients_for
from ashi.apps.staff.actions.tablets import TOKEN_BYTES, digest_of_token

MOST = 10  # chosen: open links of one diary


@transaction.atomic
def link_diary(*, by: Actor, resource_id: int, language: str) -> tuple[FeedLink, str]:
    """Make a link to the diary of a person, room or machine; return it and its token, once.

    Raises
    ------
    NotAllowedError
    FeedUnknownError
        There is no such diary here; or it is another person's, and ``by`` keeps no diaries.
    FeedsTooManyError
    """
    require(by, Permission.DIARY_READ, centre_id=by.centre_id)
    user_id, centre_id = member_of(by)
    mine = Q(user_id=user_id)
    if may(by, Permission.DIARY_WRITE, centre_id=by.centre_id):
        mine |= Q(pk__isnull=False)
    rows = Resource.objects.select_for_update(of=("self",), no_key=True)
    row = rows.filter(mine, pk=resource_id, centre=centre_id, active=True).first()
    if row is None:
        raise FeedUnknownError(resource=resource_id)
    subject = ("resource", row.pk)
    return _made(by, user_id, centre_id, language, subject, resource=row)


@transaction.atomic
def link_visits(
    *, by: Actor, centre: Centre, patient_id: int, language: str
) -> tuple[FeedLink, str]:
    """Make a link to a patient's own visits at a centre, for them or who acts for them.

    Raises
    ------
    NotAllowedError, FeedUnknownError, FeedsTooManyError
    """
    require(by, Permission.OWN_VISITS)
    row = patients_for(by).select_for_update(no_key=True).filter(pk=patient_id).first()
    if row is None or by.user_id is None:
        raise FeedUnknownError(patient=patient_id)
    subject = ("patient", row.pk)
    return _made(by, by.user_id, centre.pk, language, subject, patient=row)


def _made(
    by: Actor, user_id: int, centre_id: int, language: str, subject: tuple[str, int], **of: object
) -> tuple[FeedLink, str]:
    if FeedLink.objects.filter(revoked_at=None, **of).count() >= MOST:
        raise FeedsTooManyError(most=MOST)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = FeedLink.objects.create(
        centre_id=centre_id,
        digest=digest_of_token(token),
        language=language,
        created_by_id=user_id,
        **of,
    )
    record(by=by, action="feed.make", subject=subject, patient_id=link.patient_id)
    return link, token


@transaction.atomic
def revoke_link(*, by: Actor, link_id: int) -> None:
    """End a link; a second press changes nothing.

    Who made it may, and of a diary whoever keeps the diaries.

    Raises
    ------
    NotAllowedError, FeedUnknownError
    """
    mine = Q(created_by=by.user_id)
    if may(by, Permission.DIARY_WRITE, centre_id=by.centre_id):
        mine |= Q(resource__centre=by.centre_id)
    row = FeedLink.objects.select_for_update(of=("self",)).filter(mine, pk=link_id).first()
    if row is None or by.user_id is None:
        raise FeedUnknownError(link=link_id)
    if row.revoked_at is None:
        row.revoked_at, row.revoked_by_id = timezone.now(), by.user_id
        row.save(update_fields=["revoked_at", "revoked_by"])
        record(by=by, action="feed.revoke", subject=("feed", row.pk), patient_id=row.patient_id)


@transaction.atomic
def note_reading(*, by: Actor, link: FeedLink, today: date) -> None:
    """Leave one event a day that a link was read, by whatever holds it."""
    fresh = FeedLink.objects.filter(pk=link.pk).exclude(read_on=today).update(read_on=today)
    if fresh:
        subject = ("feed", link.pk)
        record(by=by, action="feed.read", subject=subject, patient_id=link.patient_id)
