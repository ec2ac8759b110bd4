"""The centre's own rate of unwanted effects, as it stands below a consent text."""

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from ashi.apps.charting.rates import needling_rate

NEEDLING = "needling"
A_THOUSAND = 1000


def own_rate_words(centre_id: int, technique: str) -> str:
    """Return what this centre has seen itself; empty where it has too few visits to tell."""
    found = needling_rate(centre_id) if technique == NEEDLING else None
    if found is None:
        return ""
    low, high = found.rate.interval
    return _(
        "At this centre, since %(since)s: after %(events)s of %(visits)s visits with needles"
        " something unwanted was reported, %(serious)s of them serious. That is %(share)s of 1,000"
        " visits (by chance it could be between %(low)s and %(high)s)."
    ) % {
        "since": date_format(found.since, "F Y"),
        "events": number_format(found.rate.events, use_l10n=True, force_grouping=True),
        "visits": number_format(found.rate.of, use_l10n=True, force_grouping=True),
        "serious": found.serious,
        "share": round(found.rate.share * A_THOUSAND),
        "low": int(low * A_THOUSAND),
        "high": -int(-high * A_THOUSAND // 1),
    }
