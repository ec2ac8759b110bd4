"""A centre's own words: drafted, sent, published by two people, kept, brought back, taken off."""

from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch

import pytest
from django.db import IntegrityError, connection, transaction

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.audit.models import Event
from ashi.apps.content.actions import (
    bring_back,
    drop_draft,
    keep_draft,
    publish_page,
    review_page,
    send_page,
    withdraw_page,
)
from ashi.apps.content.errors import (
    ContentChangedError,
    ContentFaultsError,
    DraftStandsError,
    NoSuchPageError,
    NothingNewError,
    NotSentError,
    SecondPersonError,
)
from ashi.apps.content.models import PageVersion
from ashi.apps.content.queries import texts_of
from ashi.apps.patients.errors import TooLongError, UnwritableError
from ashi.core.knowledge.pages import places
from ashi.core.knowledge.pages.reading import Told
from tests.desk.centre import make_centre
from tests.desk.worded import MIGRAINE, OURS, desk_now, keep, key_of, publish, published, send

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PAGE = {"kind": MIGRAINE[0], "name": MIGRAINE[1]}
CLAIMS = Told("It works for 9 of 10 people.", "Βοηθά πολύ κόσμο.")


def actions() -> set[str]:
    return set(Event.objects.filter(action__startswith="content.").values_list("action", flat=True))


def test_words_are_drafted_sent_and_published_by_a_second_person(small):
    keep(small, what=OURS)
    assert (desk_now(small).state, desk_now(small).standing) == ("draft", None)
    send(small)
    assert desk_now(small).state == "sent"

    row = publish(small)

    assert (row.number, row.written_name, row.published_name, row.alone) == (
        1,
        "Maria Georgiou",
        "Andreas Nicolaou",
        False,
    )
    assert (row.digest, row.packaged["what"]["en"]) == (
        key_of(small).digest,
        places.places_of(*MIGRAINE)[0].packaged.en,
    )
    assert (desk_now(small).state, texts_of(row)) == ("own", {"what": OURS})
    assert actions() == {"content.draft", "content.send", "content.publish"}


def test_who_wrote_last_does_not_publish_unless_the_owner_who_is_named(small):
    keep(small, "andreas", what=OURS)
    send(small, "andreas")
    with pytest.raises(SecondPersonError):
        publish(small, "andreas")
    keep(small, "owner", what=Told("We listen.", "Ακούμε."))

    row = publish(small, "owner")

    assert (row.alone, row.written_name, row.published_name) == (
        True,
        "Omiros Owner",
        "Omiros Owner",
    )


def test_what_another_still_writes_is_published_by_nobody_else(small):
    keep(small, "maria", what=OURS)
    for who in ("andreas", "owner"):
        with pytest.raises(NotSentError):
            publish(small, who)
    send(small)
    keep(small, "maria", what=Told("We listen.", "Ακούμε."))  # changed after it was sent
    with pytest.raises(NotSentError):
        publish(small, "andreas")


@pytest.mark.parametrize(
    ("who", "writes", "publishes"),
    [("maria", True, False), ("desk", True, False), ("sofia", False, False),
     ("student", False, False), ("andreas", True, True), ("owner", True, True)],
)  # fmt: skip
def test_the_matrix_says_who_writes_and_who_publishes(small, who, writes, publishes):
    other = "owner" if who == "andreas" else "andreas"
    if writes:
        keep(small, who, what=OURS)
    else:
        with pytest.raises(NotAllowedError):
            keep(small, who, what=OURS)
    keep(small, other, what=Told("We listen.", "Ακούμε."))
    send(small, other)
    if publishes:
        assert publish(small, who).number == 1
    else:
        with pytest.raises(NotAllowedError):
            publish(small, who)


def test_a_text_with_a_fault_is_kept_but_neither_sent_nor_published(small):
    keep(small, "owner", here=CLAIMS)

    with pytest.raises(ContentFaultsError) as refused:
        send(small, "owner")
    with pytest.raises(ContentFaultsError):
        publish(small, "owner")

    assert refused.value.fields == {"count": 1}
    assert desk_now(small).working == {"here": CLAIMS}


def test_two_who_write_are_told_and_nothing_is_written_over(small):
    first = desk_now(small).seen
    keep(small, "maria", what=OURS)

    for seen in (first, "nonsense"):
        with pytest.raises(ContentChangedError):
            keep_draft(
                by=small.actor("andreas"), **PAGE, seen=seen, texts={"what": Told("No.", "Όχι.")}
            )

    assert desk_now(small).working == {"what": OURS}
    send(small)
    for act in (send_page, publish_page):
        with pytest.raises(ContentChangedError):
            act(by=small.actor("owner"), **PAGE, seen=first)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_begin_at_once_one_is_told(small):
    seen, people = desk_now(small).seen, ("maria", "andreas", "owner", "desk")
    actors = {one: small.actor(one) for one in people}

    def begin(who: str) -> str:
        try:
            text = {"what": Told(f"We are {who}.", "Εμείς.")}
            keep_draft(by=actors[who], **PAGE, seen=seen, texts=text)
        except ContentChangedError:
            return "told"
        finally:
            connection.close()
        return "kept"

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(begin, people))

    assert sorted(answers) == ["kept", "told", "told", "told"]
    assert PageVersion.objects.count() == 1


def test_what_says_nothing_new_writes_nothing_and_is_not_published(small):
    seen = keep(small, what=OURS).seen
    send(small)
    assert keep(small, what=OURS).seen != seen  # it was sent
    assert desk_now(small).state == "sent"
    publish(small)
    keep(small, what=OURS)
    assert desk_now(small).draft is None
    with pytest.raises(NothingNewError):
        send(small)
    assert Event.objects.filter(action="content.draft").count() == 1


def test_a_published_version_is_kept_by_the_database_itself(small):
    row = published(small, what=OURS)
    row.texts = {}
    for change in (row.save, row.delete):
        with pytest.raises(IntegrityError, match="a published page is kept"), transaction.atomic():
            change()


@pytest.mark.parametrize(
    "wrong",
    [
        {"alone": True},
        {"published_by": "maria"},
        {"number": None},
        {"written_by": None},
        {"act": "reviewed"},
        {"act": "withdrawn", "written_by": None, "written_at": None},
    ],
)
def test_the_database_takes_no_version_that_the_rules_would_not_make(small, wrong):
    row = published(small, what=OURS)
    row.pk, row.number, row._state.adding = None, 2, True
    for name, value in wrong.items():
        setattr(row, name, small.users[value] if value == "maria" else value)

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_an_older_version_comes_back_as_a_draft_and_says_whence(small):
    published(small, what=OURS)
    published(small, what=Told("We listen.", "Ακούμε."))

    row = bring_back(by=small.actor("maria"), **PAGE, number=1)

    assert (row.from_number, texts_of(row), row.number) == (1, {"what": OURS}, None)
    with pytest.raises(DraftStandsError):
        bring_back(by=small.actor("maria"), **PAGE, number=1)
    drop_draft(by=small.actor("maria"), **PAGE)
    drop_draft(by=small.actor("maria"), **PAGE)
    assert Event.objects.filter(action="content.drop").count() == 1
    with pytest.raises(NoSuchPageError):
        bring_back(by=small.actor("maria"), **PAGE, number=7)


def test_packaged_words_that_were_reviewed_stand_with_a_name(small):
    row = review_page(by=small.actor("andreas"), **PAGE, digest=key_of(small).digest)

    assert (row.act, row.texts, row.published_name) == ("reviewed", {}, "Andreas Nicolaou")
    assert desk_now(small).state == "reviewed"
    again = {"by": small.actor("owner"), **PAGE}
    with pytest.raises(NothingNewError):
        review_page(**again, digest=key_of(small).digest)
    with pytest.raises(ContentChangedError):
        review_page(**again, digest="other")
    with pytest.raises(NotAllowedError):
        review_page(by=small.actor("maria"), **PAGE, digest=key_of(small).digest)
    keep(small, what=OURS)
    with pytest.raises(DraftStandsError):
        review_page(**again, digest=key_of(small).digest)


def test_own_words_are_taken_off_at_once_and_can_come_back(small):
    published(small, what=OURS)

    row = withdraw_page(by=small.actor("andreas"), **PAGE)

    assert (row.act, row.number, desk_now(small).state) == ("withdrawn", 2, "packaged")
    with pytest.raises(NothingNewError):
        withdraw_page(by=small.actor("andreas"), **PAGE)
    with pytest.raises(NotAllowedError):
        withdraw_page(by=small.actor("maria"), **PAGE)
    bring_back(by=small.actor("maria"), **PAGE, number=1)
    send(small)
    assert publish(small).number == 3


def test_what_a_release_changed_is_told_with_both_until_somebody_publishes(small):
    published(small, what=OURS, here=OURS)
    now = places.places_of(*MIGRAINE)
    newer = tuple(
        places.Place(one.key, Told("New.", "Νέο.")) if one.key == "what" else one for one in now
    )
    with (
        patch("ashi.apps.content.queries.places_of", lambda *_: newer),
        patch("ashi.apps.content.queries.packaged_digest", lambda *_: "released"),
    ):
        desk = desk_now(small)
        (changed,) = desk.changed
        assert (changed.place, changed.before, changed.now, desk.stale) == (
            "what",
            now[0].packaged,
            newer[0].packaged,
            True,
        )
        keep(small, what=OURS, here=Told("We listen.", "Ακούμε."))
        assert [one.place for one in desk_now(small).changed] == ["what"]
        send(small)
        publish(small)
        assert (desk_now(small).changed, desk_now(small).stale) == ([], False)


def test_words_that_stay_as_they_are_after_a_release_can_be_published_anew(small):
    published(small, what=OURS)
    with patch("ashi.apps.content.queries.packaged_digest", lambda *_: "released"):
        bring_back(by=small.actor("maria"), **PAGE, number=1)
        send(small)
        assert publish(small).digest == "released"


def test_what_cannot_be_stored_or_names_no_page_is_refused(small):
    with pytest.raises(TooLongError):
        keep(small, what=Told("a" * 6001, "α"))
    with pytest.raises(UnwritableError):
        keep(small, what=Told("a\x00", "α"))
    for page in (("condition", "nothing"), ("nonsense", "migraine"), ("home", "other")):
        with pytest.raises(NoSuchPageError):
            keep(small, page=page, what=OURS)
    keep(small, nowhere=OURS)
    assert not PageVersion.objects.exists()


def test_another_centre_has_words_of_its_own(small):
    other = make_centre("other")
    published(small, what=OURS)

    assert desk_now(other).standing is None
    keep(other, what=Told("Theirs.", "Δικά τους."))
    assert desk_now(small).draft is None
