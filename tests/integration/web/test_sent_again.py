"""The answer to a form is lost, and the browser sends the same once more: at every form there is.

The forms are found on the pages themselves, as the walk of bad input finds them, and filled so that
they are taken; what a script presses without a form is pressed as the script does. The second time
nothing is made, nothing breaks, and the answer is the page of what came of it, or says so.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import timedelta
from functools import cache
from itertools import chain
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ashi.apps.bookings.links import manage_token
from ashi.apps.charting.actions.needling import add_needles
from ashi.apps.charting.actions.writing import save_note
from ashi.web.public.waiting import _SIGNER as WISHES
from tests.desk.centre import make_visit
from tests.desk.requested import a_request, lapse
from tests.desk.screened import answer, screened
from tests.desk.signing import client_of
from tests.integration.web.forms_shown import ShownForm, forms_of
from tests.integration.web.sent import ON_TABLETS, PRESSED
from tests.integration.web.stored import is_kept, writes
from tests.integration.web.test_bad_input import (
    AREAS,
    REFUSALS,
    TAKEN,
    Found,
    allowed,
    area_of,
    forms,
    name_of,
    said,
)
from tests.integration.web.test_policy import OURS
from tests.integration.web.test_policy_objects import ARGUMENT
from tests.integration.web.whole_forms import whole
from tests.integration.web.world import World

pytestmark = pytest.mark.slow
PROOF = "csrfmiddlewaretoken"
# A log of what happened: that something was taken out of the house twice is told twice.
TOLD_EACH_TIME = {"trail-file": {"audit_pending"}}
# What a script presses sends no proof in its body; its press is told in the trail each time, and
# that is all that there is twice.
BY_SCRIPT = {
    "presence": {"screen_id": "a-screen"},
    "bell-take": {},
    "room-ready": {},
    "wish-withdraw": {},
    "visit-place": {},
    "visit-shorten": {},
    "visit-lengthen": {},
    "visit-undo": {},
    "visit-unmove": {},
    "late-run-undo": {},
    "step-later": {},
}
# The page to sign in is all that is shown to whoever has signed out by it.
SIGNS_OUT = {"me-sign-out", "questions-tablet"}
# Forms that this world does not get to be taken; each is sent twice by a test of its own.
REFUSED_HERE = {
    "late-run": "nobody can be moved; tests/integration/desk/test_late_run.py sends its key twice",
    "content-send": "a sentence of its page is to be mended first, which no other form does here",
    "tablet-lock": "this is no tablet; it signs out, and is answered by the page to sign in",
    "demo": "there is no demo here, and it signs in: that is never answered twice",
}


@cache
def counting() -> str:
    """Return the question how many rows each table has."""
    names = [one for one in connection.introspection.table_names() if is_kept(one)]
    return " UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in names)


def counts() -> dict[str, int]:
    """Return how many rows each table has."""
    with connection.cursor() as cursor:
        cursor.execute(counting())
        return dict(cursor.fetchall())


def send(found: Found, press: dict[str, str], proof: str) -> Callable[[], HttpResponse]:
    """Fill a form as the browser would that has just been shown it; each call sends it."""
    others = {PROOF, *(name for name, _ in found.form.press)}
    data: dict[str, Any] = {n: v for n, v in whole(found).items() if n not in others} | press
    data |= {PROOF: proof} if proof else {}

    def once() -> HttpResponse:
        if "file" in data:
            data["file"].seek(0)
        return found.client.post(found.form.action, data)

    return once


def leads(answer: HttpResponse) -> tuple[int, str]:
    """Return what a browser is shown next."""
    return answer.status_code, answer.get("Location", "")


def faults_of(
    found: Found, press: dict[str, str], proof: str
) -> tuple[list[str] | None, list[str]]:
    """Send one form twice; return why it was not taken, and what is wrong. All is taken back."""
    cookies, wrong = deepcopy(found.client.cookies), []
    with transaction.atomic():
        press_it = send(found, press, proof)
        first = press_it()
        made, written = counts(), writes()
        found.client.cookies = deepcopy(cookies)  # the answer was lost, and its cookies with it
        second = press_it()
        if writes() != written:
            now = counts()
            once = proof and first.status_code in TAKEN
            told = TOLD_EACH_TIME.get(found.name, set() if once else {"audit_pending"})
            twice = [one for one, count in now.items() if count != made[one] and one not in told]
            wrong += [f"{one} has {now[one] - made[one]} more" for one in twice]
        transaction.set_rollback(True)
    found.client.cookies = cookies
    taken = first.status_code in TAKEN
    if second.status_code not in (*TAKEN, *REFUSALS):
        wrong.append(f"answered {second.status_code}")
    elif taken and second.status_code in REFUSALS and not said(second.content.decode()):
        wrong.append(f"{second.status_code} without a word")
    elif taken and proof and found.name not in SIGNS_OUT and leads(first) != leads(second):
        wrong.append(f"leads to {second.get('Location')} and not to {first.get('Location')}")
    why = None if taken else said(first.content.decode())[-1:]
    return why, [f"{found.name} {press}: {one}" for one in wrong]


def more(world: World, area: str) -> Iterator[tuple[Client, str]]:
    """Yield pages on which a form is taken that is refused on the others."""
    small = world.small
    maria, owner = client_of(small.users["maria"]), client_of(small.users["owner"])
    if area == "public":
        token = manage_token(make_visit(small, timezone.now() + timedelta(days=12)))
        yield from ((Client(), f"/visit/{token}{one}") for one in ("", "/change"))
        yield Client(), f"/visit/{manage_token(lapse(a_request(small, days=9)))}"
        yield Client(), reverse("wait-leave", args=[WISHES.sign(str(world.wish.pk))])
    if area == "charting":
        visit = make_visit(small, timezone.now() - timedelta(minutes=10), room="Room 2")
        screened(small, visit)
        add_needles(by=small.actor("maria"), visit_id=visit.pk, line="SP6 both 20mm")
        yield maria, f"/chart/{visit.pk}"
        bare = make_visit(small, timezone.now() - timedelta(hours=9), room="Room 1")
        screened(small, bare)
        save_note(by=small.actor("maria"), visit_id=bare.pk, seen=0, texts={"plan": "walk"})
        yield maria, f"/chart/{bare.pk}"
    if area == "screening":
        answer(small, world.visit, saddle="yes")
        yield maria, f"/chart/{world.visit.pk}"
    if area == "protocol":
        page = f"/protocol/rules/{world.arguments(['rule_id'])['rule_id']}"
        for form in forms_of(owner.get(page).content.decode(), page):
            if name_of(form.action) == "protocol-edit":
                send(Found(owner, page, form, "protocol-edit"), {}, "")()
        yield owner, "/protocol/review"


def further(world: World, area: str) -> Iterator[Found]:
    """Yield the forms of those pages; what has to be before them is done when they are reached."""
    for client, page in more(world, area):
        for form in forms_of(client.get(page).content.decode(), page):
            if name := name_of(form.action):
                yield Found(client, page, form, name)


def pressed(world: World, name: str, route: str) -> list[Found]:
    """Return a press without a form, by whoever may do it."""
    address = reverse(name, kwargs=world.arguments(ARGUMENT.findall(route)))
    form = ShownForm(address, {}, [])
    clients = [client_of(world.small.users[one]) for one in ("owner", "desk", "maria")]
    return [Found(client, "", form, name) for client in (*clients, Client())]


@pytest.mark.parametrize("area", AREAS)
def test_a_form_that_comes_twice_is_taken_once_and_answered_twice(world, area):
    shown, wrong, taken, refused = forms(world, area), [], set(), {}
    names = {one.name for one in shown}
    posts = {
        pattern.name: route
        for route, pattern in OURS
        if "POST" in allowed(pattern) and area_of(pattern.name) == area
    }
    alone = [pressed(world, name, posts[name]) for name in PRESSED & posts.keys() - names]

    for number, found in enumerate(chain(shown, *alone, further(world, area))):
        if not found.page and found.name in taken:
            continue  # by the first who may
        names |= {found.name} if found.page else set()
        for press in [{name: value} for name, value in found.form.press] or [{}]:
            for proof in ["", f"{number:032}"] if found.name in BY_SCRIPT else [f"{number:032}"]:
                why, faults = faults_of(found, press, proof)
                wrong += faults
                if why is None:
                    taken.add(found.name)
                else:
                    refused[found.name] = why

    assert not wrong, "\n".join(wrong)
    known = taken | ON_TABLETS | REFUSED_HERE.keys()
    assert {name: refused.get(name) for name in posts.keys() - known} == {}
    assert posts.keys() - names - PRESSED - ON_TABLETS == set()
