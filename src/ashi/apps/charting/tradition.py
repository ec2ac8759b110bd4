"""Reads of tongue and pulse, and of who looks at them."""

from ashi.apps.audit.actor import Actor
from ashi.apps.bookings.models import Visit
from ashi.apps.charting.models import ChartingHabit, Note, TonguePulse


def looks_at_tongue(by: Actor) -> bool:
    """Whether a practitioner has switched tongue, pulse and pattern on."""
    return ChartingHabit.objects.filter(user=by.user_id, tradition=True).exists()


def tongue_pulse_of(note: Note | None) -> TonguePulse | None:
    """Return the tongue and pulse of a note; read with it by ``queries.chart_of``."""
    return getattr(note, "tongue_pulse", None) if note else None


def last_tongue_pulse(visit: Visit) -> TonguePulse | None:
    """Return tongue and pulse of the patient's latest earlier visit that has them."""
    return (
        TonguePulse.objects.filter(
            note__visit__patient=visit.patient_id,
            note__visit__session__starts_at__lt=visit.session.starts_at,
        )
        .select_related("note__visit__session")
        .order_by("-note__visit__session__starts_at", "-pk")
        .first()
    )
