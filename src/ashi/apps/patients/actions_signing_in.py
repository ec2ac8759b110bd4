"""Give somebody the centre knows by e-mail an account, when they first ask for a code."""

from dataclasses import replace

from allauth.account.models import EmailAddress
from django.db import transaction

from ashi.apps.accounts.models import User
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import SYSTEM, Source
from ashi.apps.patients.models import Contact


@transaction.atomic
def account_for(email: str) -> User | None:
    """Make the account of the one contact with this e-mail; None where that is not certain.

    No account is made for an address that nobody here has, that two contacts share (the desk
    then serves them), or that already signs in. It opens nothing by itself: the code goes to
    the address.
    """
    address = email.strip().lower()
    known = list(
        Contact.objects.select_for_update(of=("self",)).filter(email=address).order_by("pk")[:2]
    )
    if len(known) != 1 or known[0].user_id or User.objects.filter(email__iexact=address).exists():
        return None
    contact = known[0]
    patient = contact.links.select_related("patient").order_by("pk").first()
    user = User.objects.create_user(
        address,
        full_name=contact.name,
        language=patient.patient.language if patient else "en",
    )
    # Only a code sent to it opens this account: whoever comes in has proved the address.
    EmailAddress.objects.create(user=user, email=address, primary=True, verified=True)
    contact.user = user
    contact.save(update_fields=["user"])
    record(
        by=replace(SYSTEM, source=Source.PUBLIC),
        action="contact.account",
        subject=("contact", contact.pk),
        detail={"user": user.pk},
    )
    return user
