"""The trail: sealed in order, and every way of tampering with it is found and placed."""

import pytest
from django.db import DatabaseError, connection, transaction

from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import SYSTEM
from ashi.apps.audit.models import Event, Pending, Seal
from ashi.apps.audit.sealing import seal_once
from ashi.apps.audit.verifying import Fault, verify

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """Keep key and heads of each test apart."""
    settings.AUDIT_KEY_FILE = tmp_path / "audit" / "key"
    settings.AUDIT_HEADS_FILE = tmp_path / "audit" / "heads.jsonl"


def write(count: int) -> list[Event]:
    """Record some events."""
    return [
        record(by=SYSTEM, action="visit.book", subject=("visit", number), detail={"n": number})
        for number in range(count)
    ]


def tamper(statement: str, *values: object) -> None:
    """Do what somebody with all rights on the database could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET session_replication_role = DEFAULT")


def test_what_is_sealed_and_left_alone_has_no_faults():
    write(3)
    assert seal_once() == 3
    write(2)
    assert seal_once() == 2

    report = verify()

    assert (report.sealed, report.faults, report.pending) == (5, [], 0)


def test_what_waits_is_reported_and_is_no_fault():
    write(2)

    report = verify()

    assert (report.sealed, report.faults, report.pending) == (0, [], 2)


def test_a_late_commit_is_sealed_later():
    early = write(1)[0]
    Pending.objects.filter(event_id=early.pk).delete()  # as if its transaction were still open
    write(1)
    seal_once()
    Pending.objects.create(event_id=early.pk)

    assert seal_once() == 1
    assert verify().faults == []


def test_a_changed_event_is_found():
    event = write(3)[1]
    seal_once()

    tamper("UPDATE audit_event SET reason = 'nothing' WHERE id = %s", event.pk)

    assert verify().faults == [Fault("changed", str(event.pk))]


def test_a_changed_event_with_a_new_digest_is_found():
    event = write(3)[1]
    seal_once()

    tamper("UPDATE audit_event SET reason = 'x', digest = %s WHERE id = %s", bytes(32), event.pk)

    assert verify().faults == [Fault("changed", str(event.pk))]


def test_a_removed_event_is_found():
    event = write(3)[1]
    seal_once()

    tamper("DELETE FROM audit_event WHERE id = %s", event.pk)

    assert verify().faults == [Fault("removed", str(event.pk))]


def test_an_inserted_event_is_found():
    write(1)
    seal_once()
    event = write(1)[0]

    tamper("DELETE FROM audit_pending WHERE event_id = %s", event.pk)

    assert verify().faults == [Fault("inserted", str(event.pk))]


def test_a_tail_cut_off_with_its_seals_and_heads_is_found_by_the_file():
    write(2)
    seal_once()
    for event in write(2):
        tamper("DELETE FROM audit_pending WHERE event_id = %s", event.pk)
        Pending.objects.create(event_id=event.pk)
    seal_once()
    lost = list(Seal.objects.filter(sequence__gt=2).values_list("event_id", flat=True))

    tamper("DELETE FROM audit_seal WHERE sequence > 2")
    tamper("DELETE FROM audit_head WHERE sequence > 2")
    tamper("DELETE FROM audit_event WHERE id = ANY(%s)", lost)

    assert verify().faults == [Fault("cut off", "4")]


def test_a_chain_written_anew_without_the_key_is_found(settings, tmp_path):
    write(2)
    seal_once()
    tamper("DELETE FROM audit_seal")
    tamper("DELETE FROM audit_head")
    for pk in Event.objects.values_list("pk", flat=True):
        Pending.objects.create(event_id=pk)
    forged = tmp_path / "forged"
    kept, settings.AUDIT_KEY_FILE = settings.AUDIT_KEY_FILE, forged
    seal_once()
    settings.AUDIT_KEY_FILE = kept

    assert Fault("head not signed by this key", "2") in verify().faults


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_event SET reason = ''", "DELETE FROM audit_event"]
)
def test_the_database_refuses_to_change_the_trail(statement):
    write(1)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert Event.objects.count() == 1
