"""What every page says to the browser, and what no page holds."""

import json
import re

import pytest
from django.test import Client

from tests.desk.centre import make_centre
from tests.desk.signing import client_of
from tests.integration.security.visiting import addresses_of, answers
from tests.integration.web.test_policy import PLAIN

pytestmark = pytest.mark.slow
POLICY = {
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}
SAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
# Files that somebody else sent or that were made of them open in an empty sandbox instead.
SANDBOXED = {"document-file"}
# May be kept by a browser: pictures and scripts without a person in them, pages to read.
MAY_BE_KEPT = {"map-spots", "medicine-names", "board-worker"}
INLINE = (
    re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(ld\+)?json\")", re.IGNORECASE),
    re.compile(r"<style\b", re.IGNORECASE),
    re.compile(r"<[a-z][^<>]*\s(style|on[a-z]+)=", re.IGNORECASE),
    re.compile(r"(href|src|action)=[\"']?\s*(javascript|data):", re.IGNORECASE),
)


def policy_of(answer) -> set[str]:
    return {one.strip() for one in answer["Content-Security-Policy"].split(";")}


def test_every_answer_bears_the_headers_and_the_strict_policy(world, lookers):
    addresses, wrong = addresses_of(world), []

    for who, client in lookers.items():
        for name, answer in answers(addresses, client):
            said = {header: answer.get(header) for header in SAYS}
            if said != SAYS:
                wrong.append((who, name, said))
            if policy_of(answer) != POLICY and not (
                name in SANDBOXED and "sandbox" in policy_of(answer)
            ):
                wrong.append((who, name, answer["Content-Security-Policy"]))
            if answer.get("Access-Control-Allow-Origin"):
                wrong.append((who, name, "open to other sites"))

    assert wrong == []


def test_no_page_holds_script_or_style_of_its_own(world, lookers):
    addresses, wrong, pages = addresses_of(world), [], 0

    for who, client in lookers.items():
        for name, answer in answers(addresses, client):
            if "html" not in answer.get("Content-Type", "") or answer.streaming:
                continue
            pages += 1
            text = answer.content.decode()
            wrong += [(who, name, one.group()) for each in INLINE if (one := each.search(text))]

    assert wrong == []
    assert pages > 200


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<p style="color:red">',
        "<p onclick=go()>",
        '<a href="javascript:go()">',
        "<STYLE>p{}</STYLE>",
    ],
)
def test_what_is_inline_would_be_seen(text):
    assert any(one.search(text) for one in INLINE)


def test_what_is_not_for_everybody_is_kept_by_no_browser(world, lookers):
    addresses, wrong = addresses_of(world), []

    for who in ("owner", "maria", "desk", "patient"):
        for name, answer in answers(addresses, lookers[who]):
            kept = answer["Cache-Control"]
            revalidated = "private" in kept and ("no-cache" in kept or "no-store" in kept)
            if not ("no-store" in kept or name in MAY_BE_KEPT or revalidated):
                wrong.append((who, name, kept))

    assert wrong == []


def test_a_secret_link_and_a_record_are_not_stored_at_all(world, lookers):
    addresses = addresses_of(world)
    secret = [
        "visit-manage",
        "home-today",
        "questions",
        "my-visits",
        "patient",
        "chart",
        "board",
        "patients",
        "letters",
    ]

    for name in secret:
        for who in ("owner", "patient", "public"):
            answer = lookers[who].get(addresses[name])
            assert "no-store" in answer["Cache-Control"], (who, name)


def test_what_is_sent_says_what_it_is(world, lookers):
    addresses, wrong = addresses_of(world), []

    for who, client in lookers.items():
        for name, answer in answers(addresses, client):
            kind = answer.get("Content-Type", "")
            has_body = answer.status_code not in (204, 304) and (
                answer.streaming or bool(answer.content)
            )
            if has_body and (not kind or (kind.startswith("text/") and "charset=" not in kind)):
                wrong.append((who, name, kind))
            if kind == "application/json":
                json.loads(answer.content)

    assert wrong == []


@pytest.mark.parametrize("method", ["TRACE", "PROPFIND", "CONNECT"])
def test_methods_that_nobody_needs_are_refused(world, lookers, method):
    refused = (302, 403, 404, 405)
    wrong = []

    for name, address in addresses_of(world).items():
        answer = lookers["owner"].generic(method, address)
        if answer.status_code not in refused:
            wrong.append((name, answer.status_code))

    assert wrong == []


def test_a_page_that_is_not_there_bears_them_too(db):
    make_centre()

    answer = Client().get("/nowhere")

    assert answer.status_code == 404
    assert {header: answer.get(header) for header in SAYS} == SAYS
    assert "no-store" in answer["Cache-Control"]


def test_every_page_for_staff_lets_them_sign_out(small):
    client, seen, without = client_of(small.users["owner"]), 0, []

    for route, _ in PLAIN:
        page = client.get(f"/{route}").getvalue()
        if b'<header class="topbar staff">' in page:
            seen += 1
            without += [route] * (b'action="/accounts/logout/"' not in page)

    assert without == []
    assert seen >= 8
