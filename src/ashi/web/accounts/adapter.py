"""allauth in this house: its letters go through the outbox, and nobody signs up by themself."""

from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import (
    BaseConfirmCodeForm,
    ConfirmEmailVerificationCodeForm,
    ConfirmLoginCodeForm,
    RequestLoginCodeForm,
)
from allauth.core import context as allauth_context
from allauth.core.internal.cryptokit import normalize_user_code
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.sites.shortcuts import get_current_site
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import get_language

from ashi.apps.messages.actions import queue
from ashi.apps.patients.actions_signing_in import account_for


class StoredCode(str):
    """A code as the session keeps it, hashed like a password; ``plain`` is for the letter alone."""

    __slots__ = ("plain",)
    plain: str

    @classmethod
    def of(cls, code: str) -> "StoredCode":
        """Hash a code that was just made."""
        stored = cls(make_password(normalize_user_code(code)))
        stored.plain = code
        return stored


class AccountAdapter(DefaultAccountAdapter):
    """What differs from allauth's own ways."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Staff are invited, patients are known to the desk or by a booking."""
        return False

    def generate_login_code(self) -> str:
        """Make a code for signing in; what the library keeps of it is a hash."""
        return StoredCode.of(super().generate_login_code())

    def generate_email_verification_code(self) -> str:
        """Make a code that proves an address; kept as the other."""
        return StoredCode.of(super().generate_email_verification_code())

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue a letter in the transaction of what it tells of; the worker sends it, once."""
        request = allauth_context.request
        values = {
            "request": request,
            "email": email,
            "current_site": get_current_site(request),
            "centre": getattr(request, "centre", None),
            **context,
        }
        if isinstance(values.get("code"), StoredCode):
            values["code"] = values["code"].plain
        letter = self.render_mail(template_prefix, email, values)
        with transaction.atomic():
            queue(
                kind="account",
                to=email,
                language=get_language() or "en",
                context={"subject": letter.subject, "body": str(letter.body)},
                dedupe_key=f"account:{uuid4().hex}",
            )


class LoginCodeForm(RequestLoginCodeForm):
    """Ask for a code; a patient known by this e-mail has an account from now on."""

    def clean_email(self) -> str:
        """Answer the same whether the address is known or not."""
        account_for(self.cleaned_data["email"])
        return str(super().clean_email())


class _HashedCodeForm(BaseConfirmCodeForm):
    expected_code: str | None

    def clean_code(self) -> str:
        """Compare what was typed with the hash."""
        typed = normalize_user_code(self.cleaned_data["code"])
        if not check_password(typed, self.expected_code or ""):
            raise AccountAdapter().validation_error("incorrect_code")
        self.expected_code = typed  # and now as the library compares
        return str(super().clean_code())


class LoginCodeConfirmForm(_HashedCodeForm, ConfirmLoginCodeForm):
    """Take the code for signing in."""


class EmailCodeConfirmForm(_HashedCodeForm, ConfirmEmailVerificationCodeForm):
    """Take the code that proves an address."""
