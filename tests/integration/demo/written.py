"""What stands in the tables, told without ids and times of recording, so that two ways compare."""

from collections import defaultdict

from django.apps import apps
from psycopg.types.range import Range

from ashi.apps.bookings.models import Session, SessionRole, Visit
from ashi.apps.patients.models import Contact, Patient

TABLES = (
    "centres.Resource",
    "patients.Patient",
    "patients.Contact",
    "patients.ContactLink",
    "bookings.Session",
    "bookings.SessionRole",
    "bookings.Visit",
    "bookings.Occupancy",
    "bookings.Override",
    "encounters.Step",
    "encounters.Bell",
    "encounters.NeedleIncident",
    "encounters.RoomStep",
    "billing.Payment",
    "messages.Message",
    "audit.Event",
)
# ids, and when a row was written or sent (what happened when is compared)
LEFT_OUT = {
    "": {"id", "uuid", "created_at", "recorded_at"},
    "patients.Contact": {"user_id"},  # the first patient's sign-in, which no action gives
    "billing.Payment": {"at"},
    "messages.Message": {"state", "attempts", "sent_at", "send_after", "dedupe_key"},
    "audit.Event": {"at", "digest"},
}
SAID_ELSEWHERE = ("step", "uuid", "link", "told_at")
NO_NAME = ("bell", "needle-incident", "payment")  # their visit is in the detail


class Names:
    """Names that rows keep whichever way they were written, by id."""

    def __init__(self) -> None:
        patients = list(Patient.objects.order_by("pk"))
        self.patient = {one.pk: f"patient {at}" for at, one in enumerate(patients)}
        self.resource = {one.resource_id: self.patient[one.pk] for one in patients}
        self.contact = {
            pk: f"contact {at}"
            for at, pk in enumerate(Contact.objects.order_by("pk").values_list("pk", flat=True))
        }
        visits = list(Visit.objects.select_related("session").order_by("pk"))
        self.visit = {
            one.pk: f"{self.patient.get(one.patient_id)} at {one.session.starts_at:%d %H:%M}"
            for one in visits
        }
        inside = defaultdict(list)
        for one in visits:
            inside[one.session_id].append(self.visit[one.pk])
        roles = defaultdict(list)
        for role in SessionRole.objects.order_by("key"):
            roles[role.session_id].append((role.key, role.resource_id))
        self.session = {
            pk: f"{sorted(inside[pk])} {roles[pk]}"
            for pk in Session.objects.values_list("pk", flat=True)
        }

    def of(self, kind: str, pk: object) -> object:
        """Return a row's name; an id that names something outside the comparison stays."""
        return getattr(self, kind, {}).get(pk, pk) if isinstance(pk, int) else pk


def snapshot() -> dict[str, list[str]]:
    """Return every table's rows as sorted lines."""
    names = Names()
    return {
        label: sorted(
            repr(_told(names, label, row))
            for row in apps.get_model(*_model(label)).objects.values()
            if label != "centres.Resource" or row["kind"] == "patient"
        )
        for label in TABLES
    }


def _model(label: str) -> tuple[str, str]:
    app, model = label.split(".")
    return ("ashi_messages" if app == "messages" else app), model


def _told(names: Names, label: str, row: dict) -> dict:
    out = LEFT_OUT[""] | LEFT_OUT.get(label, set())
    told = {}
    for column, value in row.items():
        if column in out:
            continue
        told[column] = names.of(column.removesuffix("_id"), value)
    for column in ("detail", "context"):
        if column in told:
            told[column] = {
                key: names.of(key, value)
                for key, value in sorted(told[column].items())
                if key not in SAID_ELSEWHERE
            }
    if label == "audit.Event":
        kind, subject = told["subject_type"], told["subject_id"]
        told["subject_id"] = "" if kind in NO_NAME else names.of(kind, int(subject))
    if isinstance(told.get("during"), Range):
        told["during"] = (told["during"].lower, told["during"].upper)
    return told
