"""Two records of one person: all that points to one goes to the other, and back again exactly."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.audit.models import Event
from ashi.apps.bookings.links import manage_token
from ashi.apps.bookings.models import Occupancy, Visit
from ashi.apps.charting.models import Note
from ashi.apps.documents.models import Document
from ashi.apps.patients.actions import Identity, edit_patient
from ashi.apps.patients.errors import (
    MergeClashError,
    MergeGoneError,
    MergeReasonError,
    PatientChangedError,
    SamePersonError,
)
from ashi.apps.patients.keys import key_columns
from ashi.apps.patients.merging import (
    KEPT_NUMBERS,
    POINTERS,
    How,
    _pointer,
    merge_patients,
    part_patients,
    pointers,
)
from ashi.apps.patients.models import Contact, ContactLink, Merge, Patient
from ashi.apps.patients.queries import kept_of
from ashi.apps.patients.twice import pairs_for
from ashi.apps.programmes.actions import Plan as HomePlan
from ashi.apps.programmes.actions import prescribe
from ashi.core.knowledge.physio.exercises import Dose
from tests.desk.centre import make_centre, make_patient, make_visit, today
from tests.desk.screened import consent
from tests.desk.signing import client_of
from tests.integration.web.test_policy_objects import NAMED
from tests.integration.web.world import MAKERS, World

pytestmark = pytest.mark.slow
UNCOMPARED = ("django_", "audit_", "usersessions_", "ashi_cache", "procrastinate_", "axes_")


def make_person(given: str, family: str, born: date | None, phone: str = "") -> Patient:
    patient = make_patient(given, family, birth_date=born, **key_columns(given, family))
    if phone:
        contact = Contact.objects.create(phone=phone)
        ContactLink.objects.create(patient=patient, contact=contact)
    return patient


@pytest.fixture
def world(db, settings) -> World:
    settings.STAFF_NEED_SECOND_FACTOR = False
    call_command("createcachetable", verbosity=0)
    world = World(make_centre())
    for name in ("merge_id", "other_id"):
        assert name in MAKERS
    for name, make in MAKERS.items():
        if name not in ("merge_id", "other_id"):
            make(world)
    consent(world.small, world.visit)
    return world


@pytest.fixture
def kept(world) -> Patient:
    return make_patient(
        "Despoina", "Charalampous", birth_date=date(1979, 3, 14), desk_note="Stairs"
    )


def merged_by(world, kept, merged, **more) -> Merge:
    for one in (kept, merged):
        one.refresh_from_db()
    told = {"versions": (kept.version, merged.version), "reason": "same card", **more}
    owner = world.small.actor("owner")
    return merge_patients(by=owner, kept_id=kept.pk, merged_id=merged.pk, **told)


def dump() -> dict[str, list[str]]:
    """Return every row of every table, but those that only tell of acts, and of merges."""
    names = [
        name
        for name in connection.introspection.table_names()
        if not name.startswith(UNCOMPARED) and name != "patients_merge"
    ]
    rows = {}
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f'SELECT t::text FROM "{name}" t ORDER BY 1')
            rows[name] = [row for (row,) in cursor.fetchall()]
    return rows


def pointing(to: Patient) -> dict[str, int]:
    counts = {}
    for label, how in POINTERS.items():
        model, column, _, value = _pointer(label, to, to)
        if how is not How.OWN and (n := model._base_manager.filter(**{column: value}).count()):
            counts[label] = n
    return counts


def test_every_column_that_points_to_a_patient_says_what_a_merge_does_with_it():
    assert set(pointers()) == {*POINTERS, *KEPT_NUMBERS}


def test_all_of_one_record_goes_to_the_other_and_back_exactly(world, kept):
    merged = world.visit.patient
    owned, before = pointing(merged), dump()
    assert len(owned) >= 11

    row = merged_by(world, kept, merged, take=["name"])

    assert pointing(merged) == {}
    assert pointing(kept) == owned
    taken = Occupancy.objects.filter(visit=world.visit, resource=kept.resource)
    assert taken.exists()
    assert not Occupancy.objects.filter(resource=merged.resource).exists()
    kept.refresh_from_db()
    merged.refresh_from_db()
    assert kept.full_name == merged.full_name
    assert kept.resource.name == kept.full_name
    assert (merged.merged_into_id, kept_of(merged.pk)) == (kept.pk, kept.pk)
    assert dump() != before

    part_patients(by=world.small.actor("owner"), merge_id=row.pk)

    assert dump() == before


def test_what_was_chosen_stands_and_the_rest_stays(world, kept):
    merged = make_person("Δέσποινα", "Χαραλάμπους", None)
    Patient.objects.filter(pk=merged.pk).update(sex="female", not_left_alone="yes")

    merged_by(world, kept, merged, take=["name", "sex", "not_left_alone"])

    kept.refresh_from_db()
    assert (kept.given_name, kept.family_name) == ("Δέσποινα", "Χαραλάμπους")
    assert (kept.sex, kept.not_left_alone) == ("female", "yes")
    assert (kept.birth_date, kept.desk_note) == (date(1979, 3, 14), "Stairs")
    assert kept.name_key == merged.name_key


def test_either_ones_trail_tells_of_it(world, kept):
    merged = world.visit.patient
    row = merged_by(world, kept, merged)
    part_patients(by=world.small.actor("owner"), merge_id=row.pk)

    for one, other in ((kept, merged), (merged, kept)):
        told = Event.objects.filter(patient_id=one.pk, subject_type="merge").order_by("at", "pk")
        assert [event.action for event in told] == ["patient.merge", "patient.part"]
        assert {event.detail["other"] for event in told} == {other.pk}
    assert "Charalam" not in str(list(Event.objects.values_list("detail", flat=True)))


def test_what_came_since_stays_with_the_kept_one(world, kept):
    merged = world.visit.patient
    row = merged_by(world, kept, merged)
    later = make_visit(world.small, timezone.now() + timedelta(days=9), kept)
    kept.refresh_from_db()
    said = Identity(given_name="Despoina", family_name="Georgiou", desk_note="Two stairs")
    owner = world.small.actor("owner")
    edit_patient(by=owner, patient_id=kept.pk, version=kept.version, identity=said)

    part_patients(by=owner, merge_id=row.pk)

    kept.refresh_from_db()
    later.refresh_from_db()
    world.visit.refresh_from_db()
    assert (kept.full_name, kept.desk_note) == ("Despoina Georgiou", "Two stairs")
    assert kept.name_key == "despoina georgiou"
    assert (later.patient, world.visit.patient) == (kept, merged)


def test_what_both_have_stays_where_it_is_and_nothing_is_lost(world, kept):
    merged = make_patient("Despina", "Charalambous")
    shared = Contact.objects.create(phone="+35799123456")
    own = Contact.objects.create(phone="+35799123457")
    for patient in (kept, merged):
        ContactLink.objects.create(patient=patient, contact=shared)
    ContactLink.objects.create(patient=merged, contact=own)
    before = dump()

    row = merged_by(world, kept, merged)

    assert set(kept.contact_links.values_list("contact", flat=True)) == {shared.pk, own.pk}
    assert list(merged.contact_links.values_list("contact", flat=True)) == [shared.pk]
    part_patients(by=world.small.actor("owner"), merge_id=row.pk)
    assert dump() == before


def test_two_visits_at_one_time_or_two_programmes_hold_it_up_and_nothing_is_changed(world, kept):
    merged = world.visit.patient
    maria = world.small.actor("maria")
    plan = HomePlan((("LB11", Dose(sets=3, reps=10)),), today())
    with transaction.atomic():
        prescribe(by=maria, patient_id=kept.pk, plan=plan)
        before = dump()
        with pytest.raises(MergeClashError) as clash:
            merged_by(world, kept, merged)
        assert clash.value.fields["what"] == "programmes.programme.patient"
        assert dump() == before
        transaction.set_rollback(True)

    start = timezone.now() + timedelta(days=2)
    make_visit(world.small, start, merged)
    make_visit(world.small, start, kept, room="Room 2", therapist="andreas")
    before = dump()
    with pytest.raises(MergeClashError) as clash:
        merged_by(world, kept, merged)
    assert clash.value.fields["what"] == "bookings.occupancy.resource"
    assert dump() == before


def test_what_is_kept_as_it_was_said_is_only_ever_moved(world, kept):
    row, other = Document.objects.filter(patient=world.visit.patient).first(), kept.pk
    columns = ({"patient_id": other}, {"title": "Other"}, {"patient_id": other, "title": "Other"})

    for merging, allowed in (("off", set()), ("on", {0})):
        for number, changed in enumerate(columns):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT set_config('ashi.merging', %s, true)", [merging])
                try:
                    with transaction.atomic():
                        Document.objects.filter(pk=row.pk).update(**changed)
                    passed = True
                except DatabaseError:
                    passed = False
                transaction.set_rollback(True)
            assert passed == (number in allowed), (merging, changed)
    merged_by(world, kept, world.visit.patient)
    with pytest.raises(DatabaseError), transaction.atomic():
        Document.objects.filter(pk=row.pk).update(patient=world.visit.patient)


def test_who_may_not_and_what_makes_no_sense_is_refused(world, kept):
    merged = world.visit.patient
    both = {"kept_id": kept.pk, "merged_id": merged.pk, "reason": "x"}
    owner = world.small.actor("owner")
    versions = (kept.version, merged.version)

    for name in ("desk", "maria", "student"):
        with pytest.raises(NotAllowedError):
            merge_patients(by=world.small.actor(name), versions=versions, **both)
    with pytest.raises(PatientChangedError):
        merge_patients(by=owner, versions=(kept.version + 1, merged.version), **both)
    with pytest.raises(MergeReasonError):
        merge_patients(by=owner, versions=versions, **both | {"reason": "  "})
    with pytest.raises(SamePersonError):
        merge_patients(by=owner, versions=versions, **both | {"merged_id": kept.pk})
    assert not Merge.objects.exists()


def test_a_chain_is_taken_back_from_its_end(world, kept):
    first, second = make_patient("Despo"), make_patient("Despina")
    one = merged_by(world, second, first)
    two = merged_by(world, kept, second)
    owner = world.small.actor("owner")

    with pytest.raises(SamePersonError):
        merged_by(world, kept, first)
    with pytest.raises(MergeGoneError):
        part_patients(by=owner, merge_id=one.pk)
    assert kept_of(first.pk) == kept.pk
    part_patients(by=owner, merge_id=two.pk)
    part_patients(by=owner, merge_id=one.pk)
    with pytest.raises(MergeGoneError):
        part_patients(by=owner, merge_id=one.pk)
    assert not Patient.objects.filter(merged_into__isnull=False).exists()


def test_old_addresses_of_the_merged_one_lead_to_the_kept_one(world, kept):
    merged = world.visit.patient
    arguments = {
        name: world.arguments(set(names) - {"other_id"})
        for _, name, names, policy in NAMED
        if "patient_id" in names and policy != "open" and "own" not in name
    }
    merged_by(world, kept, merged)
    client, wrong, led = client_of(world.small.users["owner"]), [], 0

    for name, told in arguments.items():
        if name == "patient-merge":
            continue
        answer = client.get(reverse(name, kwargs=told))
        there = reverse(name, kwargs=told | {"patient_id": kept.pk})
        if answer.status_code == 302 and answer["Location"] == there:
            led += 1
        elif answer.status_code not in (404, 405):
            wrong.append((name, answer.status_code))

    assert wrong == []
    assert led >= 5
    assert client.get(f"/patients/{merged.pk}", follow=True).status_code == 200
    assert client.get(f"/visit/{manage_token(world.visit)}").status_code == 200


def test_the_record_of_a_visit_stays_signed_as_it_was(world, kept):
    Note.objects.filter(visit=world.visit).update(digest="as signed")

    merged_by(world, kept, world.visit.patient)

    assert Note.objects.get(visit=world.visit).digest == "as signed"
    assert Visit.objects.get(pk=world.visit.pk).patient == kept


@pytest.fixture
def alike(small):
    born = date(1961, 8, 30)
    maria = make_person("Maria", "Nikolaou", born)
    return small, maria, make_person("Μαρία", "Νικολάου", born)


def test_who_is_here_twice_is_found_across_alphabets_days_and_telephones(alike):
    small, maria, greek = alike
    swapped = make_person("Giorgos", "Ioannou", date(1970, 3, 4), "+35799111222")
    typed = make_person("Georgios", "Ioannou", date(1970, 4, 3), "+35799111222")
    make_person("Eleni", "Nikolaou", date(1961, 8, 30))
    make_person("Anna", "Ioannou", date(2001, 1, 1), "+35799111222")

    found = pairs_for(small.actor("owner"))

    assert {(one.one, one.other) for one in found} == {(maria, greek), (swapped, typed)}
    assert [one.other for one in pairs_for(small.actor("owner"), maria.pk)] == [greek]


def test_the_pages_lay_two_side_by_side_merge_them_and_part_them(alike):
    small, maria, greek = alike
    client = client_of(small.users["owner"])

    listed = client.get("/patients/twice").content.decode()
    assert f'href="/patients/{maria.pk}/merge/{greek.pk}"' in listed
    page = f"/patients/{maria.pk}/merge/{greek.pk}"
    assert "Νικολάου" in client.get(page).content.decode()
    sent = {"version": maria.version, "other_version": greek.version, "name": "other"}
    assert client.post(page, sent).status_code == 422
    assert client.post(page, sent | {"reason": "same identity card"}).status_code == 302
    maria.refresh_from_db()
    shown = client.get(f"/patients/{maria.pk}?why=treatment").content.decode()
    assert maria.full_name == "Μαρία Νικολάου"
    assert "same identity card" in shown
    assert f'action="/patients/merges/{Merge.objects.get().pk}/part"' in shown
    assert client.get("/patients/twice").content.decode().count("Side by side") == 0

    client.post(f"/patients/merges/{Merge.objects.get().pk}/part")

    maria.refresh_from_db()
    assert maria.full_name == "Maria Nikolaou"
    assert client.post(f"/patients/merges/{Merge.objects.get().pk}/part").status_code == 302
    assert client_of(small.users["desk"]).get("/patients/twice").status_code == 404


def test_the_list_takes_as_many_queries_for_many_as_for_one(alike):
    small, *_ = alike
    client = client_of(small.users["owner"])
    client.get("/patients/twice")

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/patients/twice")
        return len(queries)

    one = asked()
    for number in range(5):
        make_person("Eleni", f"Petrou{'abcde'[number]}", date(1980, 1, 1 + number))
        make_person("Ελένη", f"Petrou{'abcde'[number]}", date(1980, 1, 1 + number))

    assert asked() == one
