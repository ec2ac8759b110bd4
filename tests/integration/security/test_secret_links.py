"""Every address that opens something by itself: for one thing only, for a time, kept as a hash."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.signing import BadSignature, Signer
from django.test import Client
from django.utils import timezone

from ashi.apps.bookings.links import LIVES_ON, manage_token, visit_of
from ashi.apps.bookings.models import Session, Wish
from ashi.apps.feed.models import FeedLink
from ashi.apps.messages.actions import queue
from ashi.apps.messages.models import Message
from ashi.apps.messages.rendering import KINDS
from ashi.apps.messages.samples import HIDDEN, kept_after_sending
from ashi.apps.messages.sending import send_due
from ashi.apps.outcomes.links import SECRET_BYTES, make_link
from ashi.apps.outcomes.models import AskingLink
from ashi.apps.programmes.links import LIVES_ON as HOME_LIVES_ON
from ashi.apps.programmes.links import home_token, programme_of
from ashi.apps.programmes.models import Programme
from ashi.apps.staff.actions.tablets import TOKEN_BYTES
from ashi.apps.staff.models import Tablet
from ashi.web.public.waiting import _SIGNER, LIVES
from ashi.web.staff.attaching import COOKIE

pytestmark = pytest.mark.slow
OPENS = {
    "visit": "/visit/{}",
    "home": "/home/{}",
    "questions": "/questions/{}",
    "wish": "/book/wait/{}/leave",
    "feed": "/feed/{}.ics",
}


@pytest.fixture
def tokens(world) -> dict[str, str]:
    return {
        "visit": manage_token(world.visit),
        "home": home_token(world.programme),
        "questions": make_link(world.asking),
        "wish": _SIGNER.sign(str(world.wish.pk)),
        "feed": world.feed[1],
    }


def test_each_opens_its_own_thing_and_no_other(tokens):
    for kind, token in tokens.items():
        for other, address in OPENS.items():
            answer = Client().get(address.format(token))
            assert (answer.status_code == 200) == (kind == other), (kind, other)


def test_none_opens_with_a_sign_changed_or_cut_off(tokens):
    for kind, token in tokens.items():
        for wrong in (token[:-1], token[1:], token[:-1] + ("A" if token[-1] != "A" else "B")):
            assert Client().get(OPENS[kind].format(wrong)).status_code == 404, kind


def test_none_signs_anybody_in(tokens):
    for kind, token in tokens.items():
        client = Client()
        client.get(OPENS[kind].format(token))
        assert client.get("/my").status_code == 302, kind
        assert client.get("/me").status_code == 302, kind


def test_a_visits_link_ends_a_month_after_the_visit(world, tokens):
    ends = Session.objects.get(pk=world.visit.session_id).ends_at

    assert visit_of(tokens["visit"], ends + LIVES_ON - timedelta(minutes=1)) == world.visit
    assert visit_of(tokens["visit"], ends + LIVES_ON) is None


def test_the_link_to_exercises_ends_a_month_after_the_last_day_or_the_end(world, tokens):
    now = timezone.now()
    rows, token = Programme.objects.filter(pk=world.programme.pk), tokens["home"]

    rows.update(last_day=now.date())
    assert programme_of(token, now + HOME_LIVES_ON - timedelta(days=1)) is not None
    assert programme_of(token, now + HOME_LIVES_ON + timedelta(days=2)) is None
    rows.update(last_day=None, replaced_at=now)
    assert programme_of(token, now + HOME_LIVES_ON - timedelta(minutes=1)) is not None
    assert programme_of(token, now + HOME_LIVES_ON + timedelta(minutes=1)) is None


def test_a_link_off_the_waiting_list_ends_after_half_a_year(world, tokens):
    address = OPENS["wish"].format(tokens["wish"])
    assert Client().get(address).status_code == 200

    Wish.objects.update(created_at=timezone.now() - LIVES - timedelta(minutes=1))

    assert Client().get(address).status_code == 404


def test_what_is_stored_of_a_link_is_its_hash(world, tokens):
    world.tablet.refresh_from_db()
    for rows in (AskingLink.objects.all(), FeedLink.objects.all(), Tablet.objects.all()):
        assert rows.count() >= 1
        for row in rows:
            kept = bytes(row.digest)
            assert len(kept) == 32
            assert not any(token.encode() in kept for token in tokens.values())


def test_a_tablets_cookie_opens_no_link_and_a_link_is_no_tablet(world, tokens):
    client = Client()
    client.cookies[COOKIE] = tokens["feed"]

    assert client.get("/tablet").status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_that_went_keeps_nothing_that_opens_anything(kind):
    context = {
        "code": "123456",
        "link": "http://testserver/visit/x",
        "name": "Despina",
        **({"subject": "123456 is your code", "body": "123456"} if kind == "account" else {}),
    }

    kept = str(kept_after_sending(kind, context))

    assert "123456" not in kept
    assert "/visit/x" not in kept
    assert ("Despina" in kept) == (kind != "account")


def test_a_letter_goes_out_with_its_code_and_is_kept_without(world, mailoutbox):
    letter = {"code": "864209", "centre": "here"}
    queue(kind="booking-code", to="a@example.com", language="en", context=letter, dedupe_key="one")

    send_due()

    assert "864209" in mailoutbox[0].body
    row = Message.objects.get(dedupe_key="one")
    assert (row.state, row.context) == ("sent", {"code": HIDDEN, "centre": "here"})


def test_a_new_passwords_link_opens_once_and_for_three_days_only(small, settings, mailoutbox):
    user = small.users["maria"]
    user.set_password("under the lemon tree")
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    Client().post("/accounts/password/reset/", {"email": user.email})
    body = Message.objects.get(kind="account").context["body"]
    link = next(word for word in body.split() if "/accounts/password/reset/key/" in word)
    path = link.removeprefix("http://testserver")
    assert settings.PASSWORD_RESET_TIMEOUT == 3 * 24 * 3600

    client = Client()
    form = client.get(path)["Location"]
    new = "beside the old cistern"
    assert client.post(form, {"password1": new, "password2": new}).status_code == 302
    user.refresh_from_db()
    assert user.check_password(new)

    again = Client()
    page = again.get(path, follow=True)
    assert b'name="password1"' not in page.content


def test_what_opens_by_itself_has_128_bits_of_chance(tokens):
    assert min(TOKEN_BYTES, SECRET_BYTES) * 8 >= 128
    for kind in ("visit", "home", "wish"):
        signature = tokens[kind].rsplit(":", 1)[-1]
        assert len(signature) * 6 >= 256, kind


def test_a_link_signed_by_the_key_before_this_one_still_opens_and_by_none_of_ours_does_not(
    world, settings
):
    token, now = manage_token(world.visit), settings.SECRET_KEY
    settings.SECRET_KEY = "another key, by which nothing was signed so far, of some length"

    again = Signer(salt="ashi.visit.manage", fallback_keys=[now])

    assert again.unsign(token) == world.visit.uuid.hex
    with pytest.raises(BadSignature):
        Signer(salt="ashi.visit.manage", fallback_keys=[]).unsign(token)
