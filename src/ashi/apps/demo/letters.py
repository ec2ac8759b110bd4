"""Messages about visits as the outbox keeps them once they have gone."""

import json
from datetime import datetime, timedelta
from uuid import UUID

from ashi.apps.bookings.models import Session, Visit
from ashi.apps.bookings.telling import values_of
from ashi.apps.demo.copying import Sheets, Table, numbers
from ashi.apps.demo.house import House
from ashi.apps.demo.newcomers import Known
from ashi.apps.messages.models import Message
from ashi.apps.patients.models import Patient

MESSAGES = Table(
    Message,
    "id kind to language context dedupe_key patient_id visit_id centre_id state send_after"
    " attempts created_at sent_at",
)
GOES_AFTER = timedelta(seconds=20)


class Letters:
    """Lays the messages of a visit on the sheets."""

    def __init__(self, house: House, sheets: Sheets) -> None:
        self.house, self.sheets, self.ids = house, sheets, numbers(Message)

    def tell(
        self, kind: str, at: datetime, to: Known, ids: tuple[int, UUID, int], session: Session
    ) -> None:
        """Tell whoever speaks for a patient; ``ids`` are the visit's id, uuid and version."""
        if not to.letters or session.starts_at < at:
            return
        visit_id, uuid, version = ids
        patient = Patient(given_name=to.given_name, language=to.language)
        visit = Visit(pk=visit_id, uuid=uuid, version=version, session=session, patient=patient)
        for contact_id, name, email in to.letters:
            values = values_of(visit, name) | {"told_at": at.isoformat()}
            self.sheets.add(
                MESSAGES,
                (
                    next(self.ids),
                    kind,
                    email,
                    to.language,
                    json.dumps(values),
                    f"{kind}:{visit_id}:{version}:{contact_id}",
                    to.id,
                    visit_id,
                    self.house.centre.pk,
                    str(Message.State.SENT),
                    at,
                    1,
                    at,
                    at + GOES_AFTER,
                ),
            )
