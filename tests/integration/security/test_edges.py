"""What comes from outside and is not believed: hosts, addresses to go back to, proxies, methods."""

import json
import os
import ssl
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.mail.backends.smtp import EmailBackend
from django.test import Client, RequestFactory
from django.urls import reverse

from ashi.apps.messages.delivering import letter_of
from ashi.apps.messages.models import Message
from ashi.web.proxies import visitor_address
from tests.desk.signing import client_of
from tests.integration.security.visiting import addresses_of

pytestmark = pytest.mark.slow
ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "javascript:alert(1)",
    "http:evil.example",
    "\thttps://evil.example",
)
FORMS = ("/accounts/login/", "/accounts/logout/", "/theme", "/i18n/setlang/")


@pytest.mark.parametrize("target", ELSEWHERE)
@pytest.mark.parametrize("form", FORMS)
def test_nobody_is_sent_elsewhere(small, form, target):
    client = client_of(small.users["maria"])
    sent = {"next": target, "theme": "dark", "language": "el"}

    for answer in (
        client.post(form, sent),
        client.get(form, {"next": target}),
        client.post(f"{form}?next={target}", {}, headers={"Referer": target}),
    ):
        went = answer.get("Location", "/")
        assert went.startswith("/"), went
        assert not went.startswith(("//", "/\\")), went


def test_a_host_that_is_not_ours_gets_no_page_and_no_letter_of_it(small):
    answer = Client().get("/", headers={"Host": "evil.example"})

    assert answer.status_code == 400
    assert b"evil.example" not in answer.content
    assert b"Traceback" not in answer.content


def test_a_form_without_its_proof_of_origin_changes_nothing(small):
    client = Client(enforce_csrf_checks=True)
    client.force_login(small.users["owner"])

    answer = client.post("/settings/centre", {"name": "Taken over"})

    assert answer.status_code == 403
    small.centre.refresh_from_db()
    assert small.centre.name == "Small centre"


def test_every_address_that_changes_something_asks_for_the_proof(world):
    """All POSTs at once; a mail program has no page of ours, and what it posts bears a secret."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.small.users["owner"])

    answered = {
        name: client.post(address).status_code for name, address in addresses_of(world).items()
    }

    assert {name for name, status in answered.items() if status != 403} == {"reminders-now"}


def through(remote: str, forwarded: str | None) -> str:
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded is not None else {}
    request = RequestFactory().get("/", REMOTE_ADDR=remote, **headers)
    visitor_address(lambda asked: asked)(request)
    return request.META["REMOTE_ADDR"]


@pytest.mark.parametrize(
    ("remote", "forwarded", "believed"),
    [
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("::1", "2001:db8::9", "2001:db8::9"),
        ("127.0.0.1", "10.0.0.1, 203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", None, "127.0.0.1"),
        ("127.0.0.1", "nonsense", "127.0.0.1"),
        ("198.51.100.7", "203.0.113.9", "198.51.100.7"),
    ],
)
def test_a_visitors_address_is_believed_of_the_proxy_beside_us_only(remote, forwarded, believed):
    assert through(remote, forwarded) == believed


def test_codes_are_counted_by_visitor_and_not_by_proxy(small):
    cache.clear()
    slug, taken = small.service.slug, []

    for number in range(40):
        sent = {"given_name": "A", "family_name": "B", "language": "en", "terms": "on"}
        answer = Client().post(
            f"/book/{slug}/wait",
            {**sent, "email": f"a{number}@example.com", "key": "1" * 32, "hours": ""},
            headers={"X-Forwarded-For": f"203.0.113.{number}"},
        )
        taken.append(answer.status_code)

    assert set(taken) == {302}


SERVED = """
import json, django
django.setup()
from django.conf import settings as s
from django.core.management import call_command
call_command("check", deploy=True, fail_level="WARNING")
names = [n for n in dir(s) if n.startswith(("SESSION_", "CSRF_", "SECURE_", "LANGUAGE_COOKIE"))]
from ashi.web.accounts.theme import COOKIE as theme
from ashi.web.staff.attaching import COOKIE as tablet
print(json.dumps({n: str(getattr(s, n)) for n in names} | {"theme": theme, "tablet": tablet,
    "DEBUG": s.DEBUG, "HOSTS": s.ALLOWED_HOSTS, "SECOND": s.STAFF_NEED_SECOND_FACTOR}))
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> dict:
    """The settings of a server for people, as Django checks them for deployment."""
    root = Path(__file__).resolve().parents[3]
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    told = {
        "DATABASE_URL": "postgresql://ashi@127.0.0.1:9/none",
        "ASHI_SECRET_KEY": "kZ3" * 30 + "unguessable-for-this-test",
        "ASHI_ALLOWED_HOSTS": "centre.example",
        "ASHI_EMAIL_URL": "smtp://desk:word@mail.example:587?tls=start",
        "ASHI_DATA_DIR": str(tmp_path_factory.mktemp("served")),
        "DJANGO_SETTINGS_MODULE": "ashi.config.settings",
        "PYTHONPATH": str(root / "src"),
    }
    done = subprocess.run(
        [sys.executable, "-c", SERVED], env=kept | told, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_where_people_are_served_cookies_are_bound_to_https_and_this_host(served):
    for name in ("SESSION", "CSRF", "LANGUAGE"):
        assert served[f"{name}_COOKIE_NAME"].startswith("__Host-")
        assert served[f"{name}_COOKIE_SECURE"] == "True"
        assert served[f"{name}_COOKIE_SAMESITE"] == "Lax"
        assert served[f"{name}_COOKIE_DOMAIN"] == "None"
    assert (served["theme"], served["tablet"]) == ("__Host-theme", "__Host-ashi_tablet")
    assert served["SESSION_COOKIE_HTTPONLY"] == "True"


def test_where_people_are_served_https_is_kept_to_and_nothing_is_explained(served):
    assert served["SECURE_SSL_REDIRECT"] == "True"
    assert int(served["SECURE_HSTS_SECONDS"]) >= 31_536_000
    assert served["SECURE_HSTS_INCLUDE_SUBDOMAINS"] == "True"
    assert served["DEBUG"] is False
    assert served["HOSTS"] == ["centre.example"]
    assert served["SECOND"] is True


def test_the_cookies_given_out_say_so(small):
    client = client_of(small.users["maria"])
    client.get("/me")
    answer = client.post("/theme", {"theme": "dark"}, secure=True)

    assert answer.cookies["theme"]["secure"]
    assert answer.cookies["theme"]["samesite"] == "Lax"
    assert answer.cookies["theme"]["httponly"]
    page = Client().get(reverse("account_login"))
    assert page.cookies["csrftoken"]["samesite"] == "Lax"


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_what_went_wrong_is_told_without_how(small, settings, status):
    client = Client(raise_request_exception=False)
    if status == 500:
        settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.desk.breaking.broken"]
    if status == 403:
        client = Client(enforce_csrf_checks=True)
    answer = {
        400: lambda: client.get("/", headers={"Host": "evil.example"}),
        403: lambda: client.post("/theme"),
        404: lambda: client.get("/nowhere/quetzal"),
        500: lambda: client.get("/book/"),
    }[status]()
    text = answer.content.decode()

    assert answer.status_code == status
    for word in ("Traceback", "Exception", "Error:", "psycopg", "SELECT", "/src/", "quetzal"):
        assert word not in text


def test_parameters_given_twice_do_not_break_a_page(small):
    client = client_of(small.users["desk"])

    assert client.get("/patients/?q=a&q=b&q=c").status_code == 200
    assert client.get("/letters/?before=1&before=x&state=sent&state=").status_code == 200


def test_a_line_break_in_an_address_or_a_subject_adds_no_header(small):
    sent = {"given_name": "A", "family_name": "B", "language": "en", "key": "1" * 32, "hours": ""}
    broken = "a@example.com\nBcc: b@example.com"
    answer = Client().post(f"/book/{small.service.slug}/wait", sent | {"email": broken})
    letter = letter_of(
        Message(
            pk=1,
            kind="booking-code",
            to="a@example.com",
            context={"code": "1\r\nBcc: b@example.com", "centre": "x\nBcc: b@example.com"},
        )
    )

    assert answer.status_code == 422
    assert not Message.objects.exists()
    head = letter.message().as_string().split("\n\n")[0]
    assert "\nBcc:" not in head


def test_the_mail_servers_certificate_is_checked():
    for security in ({"use_tls": True}, {"use_ssl": True}):
        backend = EmailBackend(host="mail.example", **security)
        assert backend.ssl_context.verify_mode == ssl.CERT_REQUIRED
        assert backend.ssl_context.check_hostname
