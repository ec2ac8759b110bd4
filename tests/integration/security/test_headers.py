"""What every page says to the browser, and what no page holds."""

import json
import re

import pytest
from django.test import Client

from tests.desk.centre import make_centre
from tests.desk.signing import client_of
from tests.integration.security.visiting import Page, addresses_of
from tests.integration.web.test_policy import PLAIN

# The pages are opened outside a test.
pytestmark = [pytest.mark.slow, pytest.mark.long, pytest.mark.django_db]
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


def policy_of(page: Page) -> set[str]:
    return {one.strip() for one in page.says("Content-Security-Policy").split(";")}


def test_every_answer_bears_the_headers_and_the_strict_policy(pages):
    wrong = []

    for page in pages:
        said = {header: page.headers.get(header) for header in SAYS}
        if said != SAYS:
            wrong.append((page.who, page.name, said))
        if policy_of(page) != POLICY and not (
            page.name in SANDBOXED and "sandbox" in policy_of(page)
        ):
            wrong.append((page.who, page.name, page.says("Content-Security-Policy")))
        if page.says("Access-Control-Allow-Origin"):
            wrong.append((page.who, page.name, "open to other sites"))

    assert wrong == []


def test_no_page_holds_script_or_style_of_its_own(pages):
    wrong, read = [], 0

    for page in pages:
        if "html" not in page.says("Content-Type") or page.body is None:
            continue
        read += 1
        text = page.body.decode()
        wrong += [
            (page.who, page.name, one.group()) for each in INLINE if (one := each.search(text))
        ]

    assert wrong == []
    assert read > 200


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


def test_what_is_not_for_everybody_is_kept_by_no_browser(pages):
    wrong = []

    for page in pages:
        kept = page.says("Cache-Control")
        revalidated = "private" in kept and ("no-cache" in kept or "no-store" in kept)
        if page.who != "public" and not (
            "no-store" in kept or page.name in MAY_BE_KEPT or revalidated
        ):
            wrong.append((page.who, page.name, kept))

    assert wrong == []


def test_a_secret_link_and_a_record_are_not_stored_at_all(pages):
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

    asked = [
        page for page in pages if page.name in secret and page.who in ("owner", "patient", "public")
    ]

    assert len(asked) == 3 * len(secret)
    assert [page for page in asked if "no-store" not in page.says("Cache-Control")] == []


def test_what_is_sent_says_what_it_is(pages):
    wrong = []

    for page in pages:
        kind = page.says("Content-Type")
        has_body = page.status not in (204, 304) and page.body != b""
        if has_body and (not kind or (kind.startswith("text/") and "charset=" not in kind)):
            wrong.append((page.who, page.name, kind))
        if kind == "application/json":
            json.loads(page.body or b"")

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
