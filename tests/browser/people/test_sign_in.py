"""Signing in, in a real browser: code app, code by e-mail, passkey."""

from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from playwright.sync_api import Page, expect

from ashi.apps.messages.models import Message
from ashi.apps.patients.actions import create_patient

WORD = "under the lemon tree"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def maria(small, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    user = small.users["maria"]
    user.set_password(WORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


@pytest.fixture
def page(new_browser):
    return new_browser().new_page()


def sign_in(page: Page, user) -> None:
    page.goto("/accounts/login/?next=/patients/")
    page.get_by_label("Email").fill(user.email)
    page.locator("input[name=password]").fill(WORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_staff_sign_in_with_password_and_code_app(page, maria):
    secret = generate_totp_secret()
    TOTP.activate(maria, secret)

    sign_in(page, maria)
    counter = next(iter(yield_hotp_counters_from_time()))
    page.get_by_label("code").first.fill("000000")
    page.keyboard.press("Enter")
    expect(page.locator(".error, .errorlist").first).to_be_visible()
    page.locator("input[name=code]").fill(format_hotp_value(hotp_value(secret, counter)))
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Patients")).to_be_visible()


def test_staff_without_a_second_step_are_led_to_set_one_up(page, maria):
    sign_in(page, maria)

    page.wait_for_url("**/accounts/2fa/")
    expect(page.get_by_role("link", name="Activate")).to_be_visible()


def test_a_passkey_is_added_and_signs_in(page, maria):
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    sign_in(page, maria)

    page.goto("/accounts/2fa/webauthn/add/")
    page.locator("input[name=password]").fill(WORD)  # known well enough for this?
    page.keyboard.press("Enter")
    page.locator("[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda url: urlsplit(url).path != "/accounts/2fa/webauthn/add/")
    page.goto("about:blank")  # nothing is under way that could bring the cookies back
    page.context.clear_cookies()
    page.goto("/accounts/login/?next=/patients/")
    page.locator("#passkey_login").click()

    expect(page.get_by_role("heading", name="Patients")).to_be_visible()


def test_a_patient_signs_in_with_a_code_by_e_mail(page, small):
    create_patient(
        by=small.actor("desk"), given_name="Despina", email="d@example.org", language="en"
    )

    page.goto("/accounts/login/")
    page.get_by_role("link", name="Patients: get a code by e-mail").click()
    page.locator("input[name=email]").fill("d@example.org")
    page.keyboard.press("Enter")
    page.locator("input[name=code]").wait_for()
    code = Message.objects.get().context["subject"].split()[0]
    page.locator("input[name=code]").fill(code)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="My visits")).to_be_visible()
