"""Every form that a page shows, filled with what careless and hostile people send.

Forms are found on the pages themselves, so a new page joins by being there. Whatever is sent:
nothing breaks; what cannot be is refused with a sentence in the reader's language and changes no
row; what was typed comes back; nothing typed becomes part of the page's own code.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from ashi.apps.bookings.links import manage_token
from ashi.apps.bookings.models import Visit
from ashi.apps.bookings.openings import openings_for
from ashi.apps.centres.models import Resource
from ashi.apps.charting.actions.signing import sign_note
from ashi.apps.charting.actions.texts import keep_phrase, keep_template
from ashi.apps.charting.actions.tradition import switch_tradition
from ashi.apps.charting.actions.writing import save_note
from ashi.apps.encounters.actions.steps import record_step
from ashi.apps.plans.actions.referring import Paper, add_referral
from ashi.apps.screening.actions.consenting import give_consent
from ashi.apps.screening.actions.papers import print_consent
from ashi.core.knowledge.evidence_base.entries import Provenance
from ashi.core.safety.consents import consent_texts
from ashi.core.safety.facts import fact_kinds
from ashi.web.public.intake import STEPS
from ashi.web.refusing import FORM
from tests.desk.added import accepted, added, proposal_of
from tests.desk.centre import make_visit, speaks_for, today
from tests.desk.owing import fee_and_deposit, soon, terms
from tests.desk.planned import operated_knee
from tests.desk.requested import a_request
from tests.desk.screened import answer, consent, screened
from tests.desk.signing import client_of
from tests.integration.web.attacks import HTML, MARKS, WORDS, attacks_on
from tests.integration.web.forms_shown import Control, ShownForm, forms_of
from tests.integration.web.sent import (
    KEEPS_AND_REFUSES,
    OF_THE_SITE,
    TYPED,
    WHO,
)
from tests.integration.web.stored import rows, writes
from tests.integration.web.test_policy import OURS
from tests.integration.web.test_policy_objects import ARGUMENT
from tests.integration.web.world import World

pytestmark = [pytest.mark.slow, pytest.mark.long]
AREAS = (
    "desk",
    "patients",
    "settings",
    "staff",
    "public",
    "charting",
    "screening",
    "documents",
    "evidence",
    "protocol",
    "feed",
    "outcomes",
    "plans",
    "programmes",
    "content",
    "insights",
)
REFUSALS = (400, 403, 404, 409, 413, 422)
TAKEN = (200, 204, 302)
NAMES: dict[str, set[str]] = {}  # of the addresses of the forms found so far, by area


@dataclass
class Found:
    """A form, the client that was shown it, and the name of its address."""

    client: Client
    page: str
    form: ShownForm
    name: str


def area_of(name: str) -> str:
    """Return whose an address is, by the module of its view."""
    view = next(pattern.callback for _, pattern in OURS if pattern.name == name)
    part = view.__module__.split(".")[2]
    return part if part in AREAS else "staff"


def pages(world: World, area: str) -> Iterator[tuple[Client, str]]:
    """Yield who looks at which page of an area: everybody at all of them, in several states."""
    usual = [
        reverse(pattern.name, kwargs=world.arguments(ARGUMENT.findall(route)))
        for route, pattern in OURS
        if area_of(pattern.name) == area
    ]
    usual += SPECIAL.get(area, lambda _world: [])(world)
    for who in ("owner", "desk", "maria"):
        client = client_of(world.small.users[who])
        yield from ((client, one) for one in usual)
    for one in usual:
        yield Client(), one
    if area == "public":
        yield from booking_online(world)
        yield from answering_at_home(world)
    if area == "outcomes":
        yield from looking_at_ones_own(world)


def of_the_desk(world: World) -> list[str]:
    """Return pages of a visit whose needles do not agree, of one to come, of one that left."""
    later = make_visit(world.small, timezone.now() + timedelta(days=2), room="Room 2")
    gone = make_visit(world.small, timezone.now() - timedelta(hours=3), room="Room 1")
    for kind, minutes in (("arrive", 170), ("leave", 100)):
        record_step(
            by=world.small.actor("desk"),
            step_id=uuid4(),
            visit_id=gone.pk,
            kind=kind,
            occurred_at=timezone.now() - timedelta(minutes=minutes),
        )
    once = _counted_out_once(world)
    owing = fee_and_deposit(world.small)
    a_request(world.small)
    return ["/desk/requests"] + [
        f"/desk/visits/{one.pk}" for one in (world.counted, later, gone, once, *owing)
    ]


def _counted_out_once(world: World) -> Visit:
    """Return a visit whose needles wait for somebody else to count them again."""
    world.small.centre.counts_twice = True
    world.small.centre.save()
    began = timezone.now() - timedelta(hours=30)
    visit = make_visit(world.small, began, room="Room 2", therapist="andreas")
    for kind, minutes in (("needles-in", 1790), ("needles-out", 1760)):
        record_step(
            by=world.small.actor("maria"),
            step_id=uuid4(),
            visit_id=visit.pk,
            kind=kind,
            needles=12,
            occurred_at=timezone.now() - timedelta(minutes=minutes),
        )
    return visit


def of_the_settings(world: World) -> list[str]:
    """Return pages of a person; the others are of a room."""
    person = Resource.objects.get(user=world.small.users["maria"]).pk
    pages = ("", "/hours", "/away", "/extra", "/permits")
    return ["/settings/new/practitioner", *(f"/settings/things/{person}{one}" for one in pages)]


def of_the_record(world: World) -> list[str]:
    """Return the record of a signed visit; in the other, being written, a red flag is open.

    Its writer looks at tongue and pulse, and the centre has a phrase and a template.
    """
    answer(world.small, world.visit, saddle="yes")
    visit = make_visit(world.small, timezone.now() - timedelta(hours=5), room="Room 1")
    screened(world.small, visit)
    by = {"by": world.small.actor("maria"), "visit_id": visit.pk}
    note = save_note(**by, seen=0, texts={"plan": "once more"}, adverse="none")
    sign_note(**by, seen=note.version)
    maria = world.small.actor("maria")
    switch_tradition(by=maria, on=True)
    phrase = keep_phrase(by=maria, shortcut="nad", text="nothing abnormal", shared=True)
    template = keep_template(by=maria, said={"name": "Back", "plan": "Walk"}, shared=True)
    return [
        f"/chart/{visit.pk}",
        f"/texts/phrases/{phrase.pk}",
        f"/texts/templates/{template.pk}",
    ]


def of_the_screening(world: World) -> list[str]:
    """Return a consent that was given; the other is not."""
    visit = make_visit(world.small, timezone.now() - timedelta(hours=6), room="Room 1")
    consent(world.small, visit)
    by = {"by": world.small.actor("maria"), "visit_id": visit.pk}
    print_consent(**by, technique="photographs", language="en")
    text = consent_texts()["teaching"]
    signed = {"read_version": text.version, "language": "en", "signed_name": "Despina"}
    give_consent(**by, technique="teaching", way="paper", **signed)
    kinds = ("needling", "photographs", "teaching")
    return [f"/screening/{visit.pk}/consent/{one}" for one in kinds]


def of_the_plans(world: World) -> list[str]:
    """Return times found for a plan, a visit that may draw on a referral, a surgeon's limits."""
    first = today() + timedelta(days=2)
    paper = Paper("R-1", "Dr A", "M54.5", 3, today(), first)
    add_referral(by=world.small.actor("desk"), patient_id=world.visit.patient_id, paper=paper)
    asked = {"service": world.small.service.pk, "first": first, "visits": 2}
    query = urlencode(asked | {"min_days": 1, "max_days": 7, "hours": "", "person": ""})
    patient = world.visit.patient
    knee = operated_knee(world.small, patient)
    return [
        f"/plans/{patient.pk}/{world.plan.pk}/book?{query}",
        f"/plans/{patient.pk}/{knee.pk}/limits",
    ]


def of_the_evidence(world: World) -> list[str]:
    """Return a trial whose numbers are to be entered, and a sentence to be read again."""
    unread = {"provenance": Provenance.RECALLED, "numbers": None}
    reading = added(world.small, proposal_of("Unread 2019", **unread))
    accepted(world.small, added(world.small, proposal_of("Accepted 2018")))
    return [f"/evidence/trials/{reading.pk}", "/evidence/lbp-reviews-2005"]


def of_the_public(world: World) -> list[str]:
    """Return a visit so near that cancelling it by its link costs something."""
    terms(world.small)
    near = make_visit(world.small, soon(), room="Room 2", therapist="andreas")
    return [f"/visit/{manage_token(near)}"]


SPECIAL = {
    "public": of_the_public,
    "evidence": of_the_evidence,
    "plans": of_the_plans,
    "screening": of_the_screening,
    "charting": of_the_record,
    "desk": of_the_desk,
    "settings": of_the_settings,
}


def booking_online(world: World) -> Iterator[tuple[Client, str]]:
    """Yield the steps of a booking, and of a wish, each in a browser that has come so far."""
    slug, day = world.small.service.slug, today() + timedelta(days=3)
    openings = openings_for(service=world.small.service, first=day, last=day, limit=50)
    for opening, further in ((openings[0], False), (openings[-1], True)):
        client = Client()
        sent = {"start": opening.start.isoformat(), "key": uuid4().hex}
        page = client.post(f"/book/{slug}/", sent)["Location"]
        yield client, client.post(page, WHO)["Location"] if further else page
    client = Client()
    yield client, client.post(f"/book/{slug}/wait", WHO | {"key": uuid4().hex})["Location"]


def answering_at_home(world: World) -> Iterator[tuple[Client, str]]:
    """Yield the steps of what is answered before a visit that is to come."""
    token = manage_token(make_visit(world.small, timezone.now() + timedelta(days=9)))
    for step in STEPS:
        yield Client(), f"/visit/{token}/intake/{step}"


def looking_at_ones_own(world: World) -> Iterator[tuple[Client, str]]:
    """Yield how it goes with a patient, as the patient is shown it."""
    client = client_of(speaks_for(world.visit.patient))
    for page in ("", "/send"):
        yield client, f"/my/progress/{world.visit.patient_id}{page}"


def forms(world: World, area: str) -> list[Found]:
    """Return each form on an area's pages once, with who was shown it."""
    found: dict[tuple, Found] = {}
    for client, page in pages(world, area):
        answer = client.get(page)
        if answer.status_code != 200 or "html" not in answer.get("Content-Type", ""):
            continue
        for form in forms_of(answer.content.decode(), page):
            name = name_of(form.action)
            if name:
                found.setdefault((name, form.shape), Found(client, page, form, name))
    if area == "desk":
        found |= dragged(world)
    NAMES[area] = {one.name for one in found.values()}
    return list(found.values())


def dragged(world: World) -> dict[tuple, Found]:
    """Return what the board's script sends when a visit is put somewhere: no page shows it."""
    visit = make_visit(world.small, timezone.now() + timedelta(days=4))
    kinds = {"at": "hidden", "column": "hidden", "to": "hidden", "version": "hidden"}
    values = {"at": (visit.session.starts_at + timedelta(hours=3)).isoformat(), "version": "1"}
    controls = {name: Control(kind, values.get(name, "")) for name, kind in kinds.items()}
    form = ShownForm(
        f"/desk/visits/{visit.pk}/place", controls | {"override_reason": Control("text")}
    )
    return {
        ("visit-place", form.shape): Found(
            client_of(world.small.users["desk"]), "", form, "visit-place"
        )
    }


def name_of(action: str) -> str:
    """Return the name of a form's address; empty for those of libraries."""
    if action.strip("/").split("/")[0] in OF_THE_SITE:
        return ""
    try:
        return resolve(action.split("?")[0]).url_name or ""
    except Resolver404 as error:
        raise AssertionError(f"a form posts to nowhere: {action}") from error


def filled(form: ShownForm) -> dict[str, object]:
    """Return what a browser would send when somebody filled in what is required."""
    data: dict[str, object] = dict(form.press[:1])
    for name, control in form.controls.items():
        value = control.value.strip("\n")
        if not value and control.kind == "radio" and control.options:
            value = control.options[0]
        if not value and (control.required or name in TYPED) and control.kind != "checkbox":
            value = TYPED.get(name, "2" if control.kind == "number" else "")
        if value or control.kind in WORDS:
            data[name] = value
    return data


def plain(name: str) -> str:
    """Return a control's name without what tells its row: one row, one question, stands for all."""
    if name in fact_kinds():
        return "#"
    return re.sub(r"-([awns])-\w+$", r"-\1-#", re.sub(r"\d+", "#", name))


def said(page: str) -> list[str]:
    """Return the sentences of a refusal."""
    found = re.findall(r'class="error"[^>]*>(.*?)</', page, re.DOTALL)
    found += re.findall(r'"says": "(.*?)"', page)
    found += re.findall(r'role="alert"[^>]*>(.*?)</(?:div|p|section|form)>', page, re.DOTALL)
    plain_texts = (re.sub(r"<[^>]+>|\s+", " ", one).strip() for one in found)
    return [one for one in plain_texts if one]


def faults_of(
    found: Found, before: list[tuple], field: str, attack: str, sent: str | None, may_pass: bool
) -> list[str]:
    """Send one attack and return what is wrong with the answer; all it wrote is taken back."""
    data = filled(found.form) | {field: sent}
    data = {name: value for name, value in data.items() if value is not None}
    written = writes()
    with transaction.atomic():
        answer = found.client.post(found.form.action, data)
        refused = answer.status_code in REFUSALS and found.name not in KEEPS_AND_REFUSES
        must_stand = (refused or not may_pass) and writes() != written
        after = rows() if must_stand else before
        transaction.set_rollback(True)
    page = answer.content.decode(errors="replace")  # a PDF, where a text is printed
    wrong = []
    if answer.status_code not in (*REFUSALS, *TAKEN):
        wrong.append(f"answered {answer.status_code}")
    if before != after:
        changed = [one for one, two in zip(before, after, strict=True) if one != two]
        wrong.append(f"{answer.status_code} and yet written: {[name for name, _ in changed]}")
    if HTML in page:
        wrong.append("what was typed became code")
    if answer.status_code == 422:
        wrong += refusal_faults(found, field, page, data)
    return [f"{found.name} {field} {attack}: {one}" for one in wrong]


def refusal_faults(found: Found, field: str, page: str, data: dict[str, object]) -> list[str]:
    """Return what a refused form's page lacks: a sentence, or something typed."""
    wrong = [] if said(page) else ["no sentence"]
    shown = unescape(page)
    for name, control in found.form.controls.items():
        typed = str(data.get(name, ""))
        visible = control.kind in WORDS - {"password"} | {"date", "time", "datetime-local"}
        if visible and name != field and typed and typed not in shown:
            wrong.append(f"{name} is lost")
    return wrong


def not_in_the_readers_language(found: Found) -> list[str]:
    """Leave empty what is needed, and return the sentences of the refusal that are not Greek."""
    needed = [name for name, one in found.form.controls.items() if one.required]
    data = {name: one for name, one in filled(found.form).items() if name not in needed}
    if not needed:
        return []
    answers = []
    for language in ("en", "el"):
        found.client.cookies["django_language"] = language
        with transaction.atomic():
            answers.append(found.client.post(found.form.action, data))
            transaction.set_rollback(True)
    found.client.cookies["django_language"] = "en"
    if answers[0].status_code != 422:
        return []
    english, greek = (said(one.content.decode()) for one in answers)
    return [f"{found.name} in English only: {one}" for one in english if one in greek]


@pytest.mark.parametrize("area", AREAS)
def test_no_form_breaks_loses_or_believes_what_is_sent(world, area):
    """Neither attacked nor left empty; both are tried on forms that are looked up once."""
    shown, wrong = forms(world, area), []
    before = rows()

    for found in shown:
        signed_in_as, tried = deepcopy(found.client.cookies), set()
        for field, control in found.form.controls.items():
            if field in MARKS or plain(field) in tried:
                continue
            tried.add(plain(field))
            for attack in attacks_on(field, control):
                wrong += faults_of(found, before, field, *attack)
                found.client.cookies = deepcopy(signed_in_as)
        wrong += not_in_the_readers_language(found)

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("page", ["/patients/new", "/settings/centre", "/book/acu-60/wait"])
def test_far_too_much_text_is_answered_before_it_is_read(world, page):
    client, before = client_of(world.small.users["owner"]), rows()

    answer = client.post(page, urlencode({"name": "x" * 10_000_000}), content_type=FORM)

    assert (answer.status_code, rows()) == (413, before)
    assert "two million letters" in answer.content.decode()


def allowed(pattern) -> tuple[str, ...]:
    """Return the methods that a view says it takes."""
    view = pattern.callback
    while view is not None:
        for cell in getattr(view, "__closure__", None) or ():
            if isinstance(cell.cell_contents, list | tuple) and "POST" in cell.cell_contents:
                return tuple(cell.cell_contents)
        view = getattr(view, "__wrapped__", None)
    return ()
