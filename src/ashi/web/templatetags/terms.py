"""What giving a visit up costs, in the plain words that patients read."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from ashi.apps.billing.models import LedgerEntry
from ashi.apps.bookings.actions.requesting import DECLINED
from ashi.apps.bookings.models import Visit
from ashi.apps.bookings.terms import agreed_terms, free_until_of, offered_terms
from ashi.apps.centres.models import Centre, Service
from ashi.apps.messages.sums import cents_in_words
from ashi.core.billing.terms import Terms

register = template.Library()


@register.filter
def in_money(cents: int) -> str:
    """Return whole cents as "€20"."""
    return cents_in_words(cents)


@register.filter
def ledger_word(row: LedgerEntry) -> str:
    """Return what one line of an account says."""
    words = {
        "fee": _("fee for not coming")
        if row.cause == "no-show"
        else _("fee for a late cancellation"),
        "waived": _("let off"),
        "received": _("deposit received"),
        "returned": _("deposit returned"),
        "kept": _("deposit set against the fee"),
    }
    word = words[row.kind]
    return _("%(line)s, taken back") % {"line": word} if row.takes_back_id else word


@register.inclusion_tag("public/_terms.html")
def visit_terms(visit: Visit) -> dict[str, Any]:
    """Show what was agreed for a visit, with the day and hour until which it is free."""
    return _page(agreed_terms(visit)) | {"until": free_until_of(visit), "visit": visit}


@register.inclusion_tag("public/_terms.html")
def service_terms(service: Service) -> dict[str, Any]:
    """Show what is said before a time is chosen."""
    return _page(offered_terms(service))


@register.simple_tag
def service_terms_line(service: Service) -> str:
    """Return a service's terms on one line, for the settings."""
    terms = offered_terms(service)
    said = [_("free until %(hours)s hours before") % {"hours": terms.notice_h}]
    words = {
        "late_cents": _("late %(sum)s"),
        "no_show_cents": _("not coming %(sum)s"),
        "deposit_cents": _("deposit %(sum)s"),
    }
    for name, word in words.items():
        if cents := getattr(terms, name):
            said.append(word % {"sum": in_money(cents)})
    return ", ".join(said)


def _page(terms: Terms) -> dict[str, Any]:
    return {
        "hours": terms.notice_h,
        "late": terms.late_cents,
        "no_show": terms.no_show_cents,
        "deposit": terms.deposit_cents,
    }


@register.inclusion_tag("public/_first_visit_note.html")
def first_visit_note(service: Service, centre: Centre) -> dict[str, Any]:
    """Say what a first visit of this service asks for, where it is booked online."""
    return {
        "known_only": not (service.for_new_patients and centre.takes_new_online),
        "approves": service.approves_first,
        "answer_h": service.answer_h,
        "forms": service.forms_first,
    }


@register.filter
def declined_why(visit: Visit) -> str:
    """Return why a request was declined, as its patient reads it; nothing for any other visit."""
    before, mark, reason = visit.cancel_reason.partition(DECLINED)
    if visit.status != Visit.Status.CANCELLED or before or not mark:
        return ""
    words = {
        "full": _("At this time we cannot take a first visit."),
        "other-service": _("Another kind of visit suits what you told us better."),
        "elsewhere": _(
            "What you told us should first be looked at elsewhere, for instance by your doctor."
        ),
        "phone": _("We would like to talk with you first."),
        "other": _("Please phone us."),
    }
    return words.get(reason, "")
