"""The pages on which the centre words its pages for patients, and what patients then read."""

import json
import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ashi.apps.content.actions import bring_back, review_page, withdraw_page
from ashi.apps.content.models import PageVersion
from ashi.core.knowledge.pages.places import page_keys, places_of
from ashi.core.knowledge.pages.reading import Told
from tests.desk.signing import client_of
from tests.desk.worded import MIGRAINE, OURS, desk_now, keep, key_of, publish, published, send

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SCRIPT = Told("<script>run(1)</script> We <b>listen</b>.", "<script>ένα</script> Ακούμε.")


@pytest.fixture
def maria(small):
    return client_of(small.users["maria"])


@pytest.fixture
def andreas(small):
    return client_of(small.users["andreas"])


def read(client, path="", **query):
    answered = client.get(f"/content/{path}", query)
    assert answered.status_code == 200, path
    return answered.content.decode()


def typed(small, page=MIGRAINE, **said):
    """Return what the editor sends: every box as it stands, but those named otherwise."""
    desk = desk_now(small, page)
    boxes = {}
    for place in desk.key.places:
        told = desk.working.get(place.key, Told("", ""))
        boxes |= {f"{place.key}-en": told.en, f"{place.key}-el": told.el}
    return {**boxes, "seen": desk.seen, "q": "", **said}


def public(path="conditions/migraine", language="en", **headers):
    return Client().get(f"/{path}", {"lang": language}, headers=headers)


def text(path="conditions/migraine", language="en"):
    return unescape(public(path, language).content.decode())


def test_a_page_is_worded_mended_sent_published_and_read_by_patients(small, maria, andreas):
    bad = {
        "here-en": "It helps 9 of 10 people with migraine more than sham.",
        "here-el": "Εδώ ακούμε.",
    }
    kept = maria.post("/content/condition/migraine/keep", typed(small, **bad), follow=True)
    page = unescape(kept.content.decode())
    assert "“9 of 10” counts people or praises" in page
    refused = maria.post("/content/condition/migraine/send", {"seen": desk_now(small).seen})
    assert refused.status_code == 422
    assert "1 sentence cannot be published" in refused.content.decode()

    found = maria.post(
        "/content/condition/migraine/keep", typed(small, do="find:here:en:1"), follow=True
    )
    assert "put:here:en:1:migraine-v-sham" in found.content.decode()
    maria.post("/content/condition/migraine/keep", typed(small, do="put:here:en:1:migraine-v-sham"))
    assert desk_now(small).working["here"] == Told("[[migraine-v-sham]]", "[[migraine-v-sham]]")
    maria.post("/content/condition/migraine/send", {"seen": desk_now(small).seen})
    assert "Waits for a second person" in read(andreas)
    assert "about one migraine day a month less than a sham treatment. [[migraine-v-sham]]" in read(
        andreas, "condition/migraine/review"
    )
    assert maria.post(
        "/content/condition/migraine/publish", {"seen": desk_now(small).seen}
    ).status_code == 404  # fmt: skip
    told = andreas.post(
        "/content/condition/migraine/publish", {"seen": desk_now(small).seen}, follow=True
    )

    assert "Published. Patients read it from now on." in told.content.decode()
    page = text()
    assert "At our centre" in page
    assert re.search(
        r"Reviewed and published by Andreas Nicolaou, \d+/\d+/\d{4}\. Our own words on it were "
        r"written by Maria Georgiou\.", page,
    )  # fmt: skip
    assert "no clinician has signed" not in page


def test_words_are_kept_in_the_background_and_told_what_is_wrong(small, maria):
    said = typed(small, **{"what-en": "It is safe.", "what-el": "Ακούμε."})

    answered = maria.post("/content/condition/migraine/keep", said, headers={"HX-Request": "true"})

    page = unescape(answered.content.decode())
    assert answered.status_code == 200
    assert "We never write “safe”." in page
    assert f'value="{desk_now(small).seen}" hx-swap-oob="true"' in page
    assert page.count("hx-swap-oob") == page.count('id="told-') + 3
    assert desk_now(small).working["what"].en == "It is safe."


def test_two_who_write_see_both_and_the_next_press_decides(small, maria, andreas):
    first = typed(small, **{"what-en": "Mine.", "what-el": "Δικό μου."})
    keep(small, "andreas", what=OURS)

    quiet = maria.post("/content/condition/migraine/keep", first, headers={"HX-Request": "true"})
    shown = maria.post("/content/condition/migraine/keep", first)

    assert quiet.status_code == 422
    assert "Somebody else wrote here" in quiet.content.decode()
    page = unescape(shown.content.decode())
    assert shown.status_code == 422
    assert "Andreas Nicolaou wrote meanwhile:" in page
    assert OURS.en in page
    assert ">\nMine.</textarea>" in page
    assert desk_now(small).working == {"what": OURS}
    seen = re.search(r'id="seen" value="([^"]*)"', page)[1]
    maria.post("/content/condition/migraine/keep", {**first, "seen": seen})
    assert desk_now(small).working["what"].en == "Mine."


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"what-en": "a" * 6001}, "6000"),
        ({"what-en": "a\x07b"}, "Nothing you typed is lost."),
    ],
)
def test_what_cannot_be_kept_stays_typed_with_its_reason(small, maria, said, words):
    answered = maria.post("/content/condition/migraine/keep", typed(small, **said))

    page = unescape(answered.content.decode())
    assert answered.status_code == 422
    assert said["what-en"] in page
    assert words in page
    assert not PageVersion.objects.exists()


@pytest.mark.parametrize("do", ["put:here:en:1", "put:nowhere:en:1:x", "find:", "begin:x", "<b>"])
def test_a_button_that_is_not_there_only_keeps(small, maria, do):
    answered = maria.post("/content/condition/migraine/keep", typed(small, do=do))

    assert answered.status_code == 302
    assert not PageVersion.objects.exists()


def test_one_begins_with_the_packaged_words(small, maria):
    maria.post("/content/condition/migraine/keep", typed(small, do="begin:care"))

    packaged = next(one.packaged for one in places_of(*MIGRAINE) if one.key == "care")
    assert desk_now(small).working["care"] == packaged


@pytest.mark.parametrize("page", page_keys())
def test_every_page_opens_for_who_writes_in_both_languages_and_previews_itself(small, maria, page):
    path = f"{page[0]}/{page[1]}"
    maria.cookies["django_language"] = "el"
    for one in ("", "/review", "/versions"):
        read(maria, f"{path}{one}")
    for language in ("en", "el"):
        shown = maria.get(f"/content/{path}/preview", {"lang": language})
        assert shown.status_code == 200
        assert f'<html lang="{language}"' in shown.content.decode()


def test_a_preview_is_the_real_page_for_staff_and_no_machine(small, maria):
    keep(small, what=OURS, care=Told("Rest.\nWalk.", "Ξεκούραση.\nΠερπάτημα."))

    shown = maria.get("/content/condition/migraine/preview", {"lang": "el"})
    page = unescape(shown.content.decode())

    assert OURS.el in page
    assert "<li>Ξεκούραση.</li><li>Περπάτημα.</li>" in page
    assert "Προεπισκόπηση" in page
    assert (shown["X-Robots-Tag"], shown["Cache-Control"]) == (
        "noindex, nofollow",
        "private, no-store",
    )
    assert '<meta name="robots" content="noindex">' in page
    assert OURS.el not in text(language="el")
    assert Client().get("/content/condition/migraine/preview").status_code == 302


def test_markup_that_is_typed_is_text_everywhere(small, maria):
    published(small, what=SCRIPT, here=SCRIPT, own_ask_1=SCRIPT, own_answer_1=SCRIPT)

    raw = public().content.decode()
    editor = read(maria, "condition/migraine")

    for page in (raw, editor, read(maria, "condition/migraine/versions/1")):
        assert "<script>run(1)" not in page
        assert "&lt;script&gt;run(1)&lt;/script&gt;" in page
    for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', raw):
        json.loads(block)
    assert public("conditions/migraine/leaflet.pdf").status_code == 200
    assert public("conditions/migraine/card.png").status_code == 200


def test_own_questions_and_answers_stand_on_the_page_and_in_its_structured_data(small):
    published(
        small,
        own_ask_1=Told("May I bring my dog?", "Να φέρω τον σκύλο μου;"),
        own_answer_1=Told("Yes.\n\nRing us first.", "Ναι.\n\nΠάρτε μας πρώτα."),
        ask_hurt=Told("Will it hurt?", "Θα πονέσω;"),
        answer_together=OURS,
    )

    page = text()
    (_page, faq) = json.loads(
        re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1]
    )
    asked = {one["name"]: one["acceptedAnswer"]["text"] for one in faq["mainEntity"]}
    assert asked["May I bring my dog?"] == "Yes. Ring us first."
    assert "<p>Yes. </p><p>Ring us first. </p>" in page
    assert "Will it hurt?" in asked
    assert "Does it hurt?" not in asked
    assert asked["Can I have it together with physiotherapy?"] == OURS.en
    assert _page["reviewedBy"] == {"@type": "Person", "name": "Andreas Nicolaou"}


def test_what_speaks_against_is_not_worded_away(small):
    before = text("conditions/chronic-low-back-pain")
    against = "the gain from acupuncture in lasting back and neck pain is small"
    assert against in before
    page = ("condition", "chronic-low-back-pain")
    published(small, page, answer_lasting=OURS, what=OURS)

    after = text("conditions/chronic-low-back-pain")

    assert after.count(against) >= 2
    assert OURS.en in after


def test_a_general_page_and_the_centres_own_page_show_own_words(small):
    published(small, ("page", "safety"), lead=OURS, here=Told("Ask us.", "Ρωτήστε μας."))
    centre = ("home", "centre")
    published(small, centre, lead=OURS, words=Told("Two\nlines.\n\nMore.", "Δύο.\n\nΚι άλλα."))

    page = text("about/safety")
    assert OURS.en in page
    assert f'<meta name="description" content="{OURS.en}">' in page
    assert "Ask us." in page
    home = unescape(Client().get("/centre").content.decode())
    assert f'<p class="lead">{OURS.en}</p>' in home
    assert f'"description": "{OURS.en}"' in home
    assert '<p class="line" data-kind="own">Two lines.</p>' in home
    assert "Reviewed and published by Andreas Nicolaou" in home


def test_packed_answers_change_when_a_page_is_published_and_the_leaflet_and_card_too(small):
    paths = (
        "conditions/migraine",
        "conditions/migraine/leaflet.pdf",
        "conditions/migraine/card.png",
    )
    tags = {path: public(path)["ETag"] for path in paths}
    for path, tag in tags.items():
        assert public(path, **{"If-None-Match": tag}).status_code == 304

    published(small, what=OURS)

    for path, tag in tags.items():
        again = public(path, **{"If-None-Match": tag})
        assert (again.status_code, again["ETag"] == tag) == (200, False), path


def test_the_search_looks_through_own_words_of_what_is_published(small):
    word = "Zyklopenauge"
    keep(small, what=Told(f"A {word} hurts.", "Ένας κύκλωπας πονά."))
    before = unescape(Client().get("/conditions/search", {"q": word}).content.decode())
    assert "No page holds all of" in before
    send(small)
    publish(small)

    found = unescape(Client().get("/conditions/search", {"q": word}).content.decode())
    assert 'href="/conditions/migraine"' in found
    assert f"A {word} hurts." in found
    withdraw_page(by=small.actor("andreas"), kind="condition", name="migraine")
    gone = unescape(Client().get("/conditions/search", {"q": word}).content.decode())
    assert "No page holds all of" in gone


def test_a_page_that_was_reviewed_as_packaged_says_who_and_when(small, andreas):
    assert "no clinician has signed" in text()
    digest = re.search(r'name="digest" value="([^"]+)"', read(andreas, "condition/migraine/review"))

    andreas.post("/content/condition/migraine/sign", {"digest": digest[1]})

    assert "Reviewed and published by Andreas Nicolaou" in text()
    assert "no clinician has signed" not in text()
    assert "no clinician has signed" in text("conditions/tennis-elbow")
    late = andreas.post("/content/condition/tennis-elbow/sign", {"digest": "older"})
    assert late.status_code == 422
    andreas.post("/content/condition/migraine/withdraw")
    assert "no clinician has signed" in text()


def test_an_owner_who_publishes_alone_is_named(small):
    keep(small, "owner", what=OURS)
    owner = client_of(small.users["owner"])
    assert "As the owner you may publish it alone" in read(owner, "condition/migraine/review")
    owner.post("/content/condition/migraine/publish", {"seen": desk_now(small).seen})

    assert "Written, reviewed and published by Omiros Owner" in text()
    assert "written and published alone by Omiros Owner" in read(
        owner, "condition/migraine/versions"
    )


def test_versions_show_what_was_otherwise_and_come_back(small, maria):
    published(small, what=Told("We listen. Then we plan.", "Ακούμε. Μετά πλάνο."))
    published(small, what=Told("We listen. Then we move.", "Ακούμε. Μετά κίνηση."))

    page = read(maria, "condition/migraine/versions/2")

    assert "We listen. <del>Then we plan.</del> <ins>Then we move.</ins>" in page
    assert "<del>Μετά πλάνο.</del> <ins>Μετά κίνηση.</ins>" in page
    assert maria.get("/content/condition/migraine/versions/3").status_code == 404
    told = maria.post("/content/condition/migraine/versions/1/back", follow=True)
    assert "A draft begins with the words of version 1." in told.content.decode()
    maria.post("/content/condition/migraine/drop")
    assert desk_now(small).draft is None


def test_the_list_finds_sorts_and_tells_states(small, maria):
    published(small, what=Told("A unicorn hurts.", "Ένας μονόκερος πονά."))
    keep(small, page=("page", "safety"), here=OURS)

    assert f"1 of {len(page_keys())}" in read(maria, q="μονοκερος")
    assert "/content/condition/migraine" in read(maria, q="UNICORN")
    assert "/content/page/safety" in read(maria, show="draft")
    assert "/content/condition/migraine" not in read(maria, show="draft")
    assert "No page is like that." in read(maria, show="changed")
    newest = read(maria, sort="new")
    assert newest.index("/content/page/safety") < newest.index("/content/condition/migraine")
    byname = read(maria, sort="name")
    assert byname.index("/content/condition/acute-low") < byname.index("/content/page/safety")
    assert maria.get("/content/", {"show": "nonsense"}).status_code == 422
    assert maria.get("/content/condition/nothing").status_code == 404
    assert maria.get("/content/nothing/migraine").status_code == 404


def test_who_may_only_read_sees_no_box(small):
    student = client_of(small.users["student"])
    assert student.get("/content/").status_code == 404
    desk = client_of(small.users["desk"])
    keep(small, "desk", what=OURS)
    page = read(desk, "condition/migraine/review")
    assert "/content/condition/migraine/publish" not in page


def test_pages_ask_as_often_with_many_words_as_with_none(small, maria):
    staff = ("", "condition/migraine", "condition/migraine/review", "condition/migraine/versions")
    patients = ("conditions/migraine", "about/safety", "conditions/search?q=knee", "centre")

    def asked() -> list[int]:
        counts = []
        for client, path in [(maria, f"content/{one}") for one in staff] + [
            (Client(), one) for one in patients
        ]:
            with CaptureQueriesContext(connection) as made:
                assert client.get(f"/{path}").status_code == 200
            counts.append(len(made))
        return counts

    asked()
    published(small, what=OURS)
    keep(small, what=Told("We listen.", "Ακούμε."))
    few = asked()
    for page in page_keys()[:8]:
        published(small, page, **{"words" if page[0] == "home" else "here": OURS})
    keep(small, what=Told("We sit.", "Καθόμαστε."))

    assert asked() == few
    assert max(few) <= 20


def test_a_review_lapses_with_a_release_and_the_page_says_so(small, andreas, monkeypatch):
    review_page(
        by=small.actor("andreas"), kind="condition", name="migraine", digest=key_of(small).digest
    )
    monkeypatch.setattr("ashi.apps.content.queries.packaged_digest", lambda *_: "released")

    assert "Since then some of its sentences have changed" in text()
    assert "packaged words changed" in read(andreas, show="changed")
    assert "Reviewed: publish as packaged" in read(andreas, "condition/migraine/review")


def test_our_words_are_confirmed_after_a_release(small, maria, monkeypatch):
    published(small, what=OURS)
    monkeypatch.setattr("ashi.apps.content.queries.packaged_digest", lambda *_: "released")

    assert "Our words stay as they are" in read(maria, "condition/migraine/review")
    bring_back(by=small.actor("maria"), kind="condition", name="migraine", number=1)
    send(small)
    publish(small)
    assert "Since then some of its sentences" not in text()
