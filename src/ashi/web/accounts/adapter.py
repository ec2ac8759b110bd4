"""allauth in this house: its letters go through the outbox, and nobody signs up by themself."""

from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import RequestLoginCodeForm
from allauth.core import context as allauth_context
from django.contrib.sites.shortcuts import get_current_site
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import get_language

from ashi.apps.messages.actions import queue
from ashi.apps.patients.actions_signing_in import account_for


class AccountAdapter(DefaultAccountAdapter):
    """What differs from allauth's own ways."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Staff are invited, patients are known to the desk or by a booking."""
        return False

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
