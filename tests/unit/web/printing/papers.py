"""Rows that no database has seen: a visit, its note, its needles."""

from datetime import UTC, date, datetime, timedelta

from ashi.apps.accounts.models import User
from ashi.apps.bookings.models import Session, Visit
from ashi.apps.centres.models import Centre, Service
from ashi.apps.charting.models import Needling, Note
from ashi.apps.patients.models import Patient

START = datetime(2026, 11, 25, 8, 10, tzinfo=UTC)
MARIA = User(full_name="Maria Georgiou", email="maria@small.example")


def visit(**patient) -> Visit:
    """Return a visit of 25 November 2026, 08:10 UTC."""
    centre = Centre(name="Small centre", name_el="Μικρό κέντρο", address="1 Long Street")
    session = Session(
        centre=centre,
        service=Service(centre=centre, name="Acupuncture", name_el="Βελονισμός"),
        starts_at=START,
        ends_at=START + timedelta(hours=1),
    )
    who = {"given_name": "Eleni", "family_name": "Demou", "birth_date": date(1980, 2, 3)}
    return Visit(session=session, patient=Patient(**who | patient))


def note(**columns) -> Note:
    """Return a note by Maria; nothing is written unless said."""
    return Note(author=MARIA, **columns)


def needle(**columns) -> Needling:
    """Return a needle at BL23 of which nothing else was said."""
    return Needling(**{"kind": "point", "point": "BL23", "by": MARIA} | columns)
