"""The printed record of a visit: everything that is on record of it."""

from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects
from django.utils import translation
from django.utils.translation import gettext as _

from ashi.apps.bookings.models import Visit
from ashi.apps.centres.models import PEOPLE
from ashi.apps.centres.models.resource import ResourceKind
from ashi.apps.charting.actions.signing import counted_in, record_of
from ashi.apps.charting.measured import last_measured
from ashi.apps.charting.models import AdverseEvent, Amendment, Diagnosis, Needling, Note
from ashi.apps.charting.queries import (
    NOTHING_DONE,
    Done,
    amendments_of,
    chart_of,
    done_of,
    last_treated_visit,
)
from ashi.apps.charting.screened import needles_meant, screen_of
from ashi.apps.charting.tradition import tongue_pulse_of
from ashi.apps.encounters.models import NeedleIncident, SecondCount
from ashi.apps.encounters.one_visit import second_counts_of
from ashi.apps.screening.recorded import OnRecord, on_record
from ashi.web.printing.asked import asked_section, complaint_section, consents_section, noes_section
from ashi.web.printing.document import Document, Section
from ashi.web.printing.done import Before, done_section
from ashi.web.printing.needles import needles_section
from ashi.web.printing.signed import (
    adverse_section,
    amendments_section,
    diagnoses_section,
    draft_mark,
    note_section,
    signature_section,
    tongue_section,
)
from ashi.web.printing.wording import (
    Cells,
    centre_lines,
    day,
    moment,
    one,
    page_of_pages,
    patient_pairs,
    printed_line,
)
from ashi.web.templatetags.frame import clock, in_language

People = tuple[tuple[str, ...], tuple[str, ...]]
BY = ("needles__by", "treatments__by", "measurements__by", "amendments__by")


@dataclass(frozen=True)
class Recorded:
    """All rows of a visit's record; ``screening`` as it is kept with a signature."""

    visit: Visit
    note: Note | None = None
    people: People = ((), ())
    needles: tuple[Needling, ...] = ()
    done: Done = NOTHING_DONE
    amendments: tuple[Amendment, ...] = ()
    before: Before = field(default_factory=dict)
    screening: dict[str, object] = field(default_factory=dict)
    on_record: OnRecord = field(default_factory=OnRecord)
    counted: int | None = None
    incidents: tuple[NeedleIncident, ...] = ()
    seconds: tuple[SecondCount, ...] = ()
    events: tuple[AdverseEvent, ...] = ()
    treated_before: bool = False
    diagnoses: tuple[Diagnosis, ...] = ()

    @property
    def signed(self) -> bool:
        """Whether somebody has signed."""
        return self.note is not None and self.note.signed_at is not None


def recorded(visit: Visit) -> Recorded:
    """Read what there is of a visit; of a draft, what is known now."""
    note = chart_of(visit)
    if note is not None:
        prefetch_related_objects([note], *BY)
    needles = tuple(note.needles.all()) if note else ()
    done = done_of(note)
    return Recorded(
        visit,
        note,
        people_of(visit),
        needles,
        done,
        amendments_of(note),
        last_measured(visit),
        _screening(visit, note, needles, done),
        on_record(visit),
        counted_in(visit.pk),
        tuple(NeedleIncident.objects.filter(visit=visit).order_by("opened_at")),
        second_counts_of(visit.pk),
        tuple(note.events.all()) if note else (),
        last_treated_visit(visit) is not None,
        tuple(note.diagnoses.all()) if note else (),
    )


def _screening(
    visit: Visit, note: Note | None, needles: tuple[Needling, ...], done: Done
) -> dict[str, object]:
    if note is not None and note.signed_at is not None:
        return dict(note.screening)
    meant = needles_meant(visit)
    return record_of(screen_of(visit, needles, done.treatments, meant=meant))


def people_of(visit: Visit) -> People:
    """Return who treats at a visit, and who else is there, as it was promised."""
    roles = visit.session.roles.filter(resource__kind__in=PEOPLE).order_by("pk")
    kinds = {
        in_language(role.resource, "name"): role.resource.kind
        for role in roles.select_related("resource")
    }
    leads = tuple(name for name, kind in kinds.items() if kind == ResourceKind.PRACTITIONER)
    return leads, tuple(name for name in kinds if name not in leads)


def record_document(found: Recorded, reader: str) -> Document:
    """Return the record as it is printed, in the language that is active."""
    visit = found.visit
    patient = visit.patient.full_name if visit.patient else ""
    when = moment(visit.session.starts_at)
    title = _("Record of a visit")
    return Document(
        title=f"{title}: {patient}, {day(visit.session.starts_at)}",
        language=translation.get_language() or "en",
        centre=centre_lines(visit.session.centre),
        heading=title,
        lead=(*patient_pairs(visit), *_visit_pairs(found)),
        sections=_sections(found),
        footer=(patient, when),
        page=page_of_pages(),
        printed=printed_line(reader),
        mark="" if found.signed else draft_mark(),
    )


def _visit_pairs(found: Recorded) -> tuple[tuple[str, Cells], ...]:
    session = found.visit.session
    leads, others = found.people
    until = f"{moment(session.starts_at)} – {clock(session.ends_at)}"
    return (
        (_("Visit"), one(until)),
        (_("Service"), one(in_language(session.service, "name"))),
        (_("Practitioner"), one(", ".join(leads))),
        *(((_("Also there"), one(", ".join(others))),) if others else ()),
    )


def _sections(found: Recorded) -> tuple[Section, ...]:
    record, note = found.on_record, found.note
    return (
        complaint_section(record),
        asked_section(found.screening, record, signed=found.signed),
        consents_section(record.consents),
        note_section(note),
        *diagnoses_section(found.diagnoses),
        *tongue_section(tongue_pulse_of(note)),
        needles_section(found.needles, found.counted, found.incidents, found.seconds),
        done_section(found.done, found.before),
        adverse_section(note, found.events, treated_before=found.treated_before),
        signature_section(note),
        *((amendments_section(found.amendments),) if found.signed else ()),
        *noes_section(found.screening),
    )
