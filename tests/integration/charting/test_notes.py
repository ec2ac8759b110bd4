"""The record of a visit: written, needled, signed, and from then on only added to."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.audit.models import Event
from ashi.apps.centres.models import Permit
from ashi.apps.charting.actions.needling import add_needles, look_over, set_in, set_out, take_off
from ashi.apps.charting.actions.signing import amend_note, cosign_note, sign_note
from ashi.apps.charting.actions.writing import save_note
from ashi.apps.charting.errors import (
    AskedError,
    NeedleTimeError,
    NeedlingLineError,
    NoActPermitError,
    NoteChangedError,
    NoteEmptyError,
    NoteSignedError,
    NoteUnsignedError,
    NothingToRepeatError,
    NotReadyError,
    OwnCosignError,
    SecondSetError,
)
from ashi.apps.charting.models import Amendment, Needling, Note
from ashi.apps.charting.queries import Count, counts_of
from ashi.apps.charting.values import insertion_of
from ashi.apps.encounters.actions.steps import record_step
from ashi.apps.encounters.errors import VisitUnknownError
from ashi.apps.encounters.facts import state_of_visit
from ashi.core.knowledge.needling.insertion import Needle
from ashi.core.knowledge.needling.printing import print_line
from ashi.core.knowledge.needling.reading import read_line
from tests.desk.centre import make_centre, make_visit
from tests.desk.screened import screened

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TEXTS = {"subjective": "Pain 4 of 10", "objective": "Flexion to mid-shin", "plan": "Twice more"}
OF_THE_BOX = {"needle": Needle(0.25, 40), "lot": "A4471"}
LINE = "BL23 BL25 both 25mm deqi; GB30 r 38mm perp deqi ea1+; ashi L4 left 20mm deqi"


def write(small, visit, who="maria", **changed) -> Note:
    seen = getattr(Note.objects.filter(visit=visit).first(), "version", 0)
    wanted = {"seen": seen, "texts": TEXTS, "adverse": "none", **changed}
    return save_note(by=small.actor(who), visit_id=visit.pk, **wanted)


def needle(small, visit, line=LINE, who="maria", **more):
    rows = add_needles(by=small.actor(who), visit_id=visit.pk, line=line, **more)
    screened(small, visit)
    return rows


def done(small, visit) -> Note:
    """Write and needle a visit to the end, ready to be signed."""
    needle(small, visit)
    set_in(by=small.actor("maria"), visit_id=visit.pk)
    set_out(by=small.actor("maria"), visit_id=visit.pk)
    return write(small, visit)


def sign(small, visit, who="maria", **more) -> Note:
    seen = getattr(Note.objects.filter(visit=visit).first(), "version", 0)
    return sign_note(by=small.actor(who), visit_id=visit.pk, seen=seen, **more)


def test_what_is_written_stands_and_the_trail_says_which_sections(small, visit):
    note = write(small, visit)

    stored = Note.objects.get()
    assert (stored.subjective, stored.objective, stored.assessment) == (
        "Pain 4 of 10",
        "Flexion to mid-shin",
        "",
    )
    assert (note.version, stored.author_id) == (1, small.users["maria"].pk)
    saved = Event.objects.get(action="note.save")
    assert saved.detail["sections"] == ["adverse", "objective", "plan", "subjective"]
    assert "Pain" not in str(list(Event.objects.values_list("detail", flat=True)))


def test_the_same_again_writes_nothing(small, visit):
    write(small, visit)

    assert write(small, visit).version == 1
    assert Event.objects.filter(action="note.save").count() == 1


def test_two_who_write_one_note_never_overwrite_each_other(small, visit):
    write(small, visit)
    write(small, visit, texts={**TEXTS, "plan": "Review"}, seen=1)

    with pytest.raises(NoteChangedError) as refused:
        write(small, visit, texts={**TEXTS, "plan": "Stop"}, seen=1)

    assert refused.value.fields == {"version": 2}
    assert Note.objects.get().plan == "Review"


@pytest.mark.parametrize("who", ["desk", "sofia"])
def test_a_desk_and_an_assistant_write_no_notes(small, visit, who):
    with pytest.raises(NotAllowedError):
        write(small, visit, who)

    assert not Note.objects.exists()


def test_another_centres_visit_is_not_there(small, visit):
    other = make_centre("other")

    with pytest.raises(VisitUnknownError):
        save_note(by=other.actor("maria"), visit_id=visit.pk, seen=0, texts=TEXTS)


def test_a_line_becomes_rows_that_say_the_same(small, visit):
    needle(small, visit)

    rows = list(Needling.objects.all())
    said = (replace(one.insertion, **OF_THE_BOX) for one in read_line(LINE).insertions)
    assert print_line(insertion_of(row) for row in rows) == print_line(said)
    assert [(row.point or row.kind, row.side) for row in rows] == [
        ("BL23", "left"),
        ("BL23", "right"),
        ("BL25", "left"),
        ("BL25", "right"),
        ("GB30", "right"),
        ("ashi", "left"),
    ]


@pytest.mark.parametrize("line", ["BL99 both", "GV4 left", "BL23 both; ea", ""])
def test_a_line_with_a_fault_charts_nothing_of_it(small, visit, line):
    with pytest.raises(NeedlingLineError) as refused:
        needle(small, visit, line)

    assert refused.value.fields["line"] == line
    assert not Needling.objects.exists()


def test_in_and_out_are_one_act_for_the_set_and_the_board_counts_with_it(small, visit):
    needle(small, visit)

    assert set_in(by=small.actor("maria"), visit_id=visit.pk) == 6
    assert state_of_visit(visit).needles_in == 6
    assert set_out(by=small.actor("maria"), visit_id=visit.pk) == 6
    assert state_of_visit(visit).needles_in == 0
    total, regions = counts_of(list(Needling.objects.all()))
    assert total == Count("", 6, 6)
    assert sum(one.went_in for one in regions) == 6
    assert set_out(by=small.actor("maria"), visit_id=visit.pk) == 0


def test_a_needle_comes_out_after_it_went_in_and_not_tomorrow(small, visit):
    now = timezone.now()
    needle(small, visit)
    set_in(by=small.actor("maria"), visit_id=visit.pk, at=now - timedelta(minutes=10))

    for at in (now - timedelta(minutes=20), now + timedelta(hours=1)):
        with pytest.raises(NeedleTimeError):
            set_out(by=small.actor("maria"), visit_id=visit.pk, at=at)

    assert Needling.objects.filter(out_at=None).count() == 6
    with pytest.raises(IntegrityError), transaction.atomic():
        Needling.objects.update(out_at=now - timedelta(minutes=20))


def test_after_all_are_out_a_needle_is_asked_about(small, visit):
    done(small, visit)

    with pytest.raises(SecondSetError):
        needle(small, visit, "LI4 both")
    [first, _second] = needle(small, visit, "LI4 both", second_set=True)

    assert first.set_number == 2


def test_the_last_visit_is_repeated_and_shown_as_copied_until_looked_at(small, visit, patient):
    done(small, visit)
    sign(small, visit)
    nxt = make_visit(small, timezone.now() + timedelta(hours=2), patient)

    rows = needle(small, nxt, "same")

    before = [insertion_of(row) for row in Needling.objects.filter(note__visit=visit)]
    assert [insertion_of(row) for row in rows] == before
    assert all("depth_mm" in row.copied for row in rows)
    assert look_over(by=small.actor("maria"), visit_id=nxt.pk) == 6
    assert not Needling.objects.exclude(copied=[]).exists()


def test_without_an_earlier_visit_there_is_nothing_to_repeat(small, visit):
    with pytest.raises(NothingToRepeatError):
        needle(small, visit, "same")


def test_what_was_charted_by_mistake_is_taken_off_and_the_trail_keeps_it(small, visit):
    first = needle(small, visit)[0]

    take_off(by=small.actor("maria"), visit_id=visit.pk, needle_id=first.pk)

    assert Needling.objects.count() == 5
    assert Event.objects.get(action="needles.off").detail == {"place": "BL23", "was_in": False}


@pytest.mark.parametrize(
    ("prepare", "missing"),
    [
        (lambda small, visit: write(small, visit, adverse="unknown"), ("adverse",)),
        (lambda small, visit: write(small, visit, adverse="yes"), ("adverse-text",)),
        (lambda small, visit: (write(small, visit), needle(small, visit)), ("not-in",)),
        (
            lambda small, visit: (
                write(small, visit),
                needle(small, visit),
                set_in(by=small.actor("maria"), visit_id=visit.pk),
            ),
            ("still-in",),
        ),
        (lambda small, visit: write(small, visit, texts={}), ("empty",)),
    ],
)
def test_a_note_that_is_not_ready_is_not_signed(small, visit, prepare, missing):
    prepare(small, visit)

    with pytest.raises(NotReadyError) as refused:
        sign(small, visit, looked=True)

    assert refused.value.fields["missing"] == missing
    assert Note.objects.get().signed_at is None


def test_a_count_that_differs_from_the_boards_is_looked_at_before_signing(small, visit):
    record_step(
        by=small.actor("maria"),
        step_id="00000000-0000-4000-8000-000000000001",
        visit_id=visit.pk,
        kind="needles-in",
        needles=7,
    )
    done(small, visit)

    with pytest.raises(AskedError) as refused:
        sign(small, visit)
    note = sign(small, visit, looked=True)

    assert refused.value.fields["findings"] == ("count",)
    assert note.signed_by_id == small.users["maria"].pk
    assert Event.objects.get(action="note.sign").detail["asked"] == ["count"]


def test_who_may_not_needle_signs_no_needles(small, visit):
    done(small, visit)
    yesterday = timezone.localdate() - timedelta(days=1)
    Permit.objects.filter(act="needling").update(insurance_expires=yesterday)

    with pytest.raises(NoActPermitError):
        sign(small, visit)


def test_a_signed_record_is_never_changed_by_anybody(small, visit):
    done(small, visit)
    note = sign(small, visit)
    by = {"by": small.actor("maria"), "visit_id": visit.pk}
    acts = [
        lambda: write(small, visit, texts={}),
        lambda: needle(small, visit, second_set=True),
        lambda: set_in(**by),
        lambda: set_out(**by),
        lambda: look_over(**by),
        lambda: take_off(**by, needle_id=Needling.objects.first().pk),
        lambda: sign(small, visit),
    ]
    for act in acts:
        with pytest.raises(NoteSignedError):
            act()
    rows = [
        lambda: Note.objects.update(plan="other"),
        lambda: Note.objects.update(signed_at=None, signed_by=None),
        lambda: Note.objects.filter(pk=note.pk).delete(),
        lambda: Needling.objects.update(depth_mm=1),
        lambda: Needling.objects.all().delete(),
        lambda: Needling.objects.create(note=note, position=9, kind="point", by=note.author),
    ]
    for row in rows:
        with pytest.raises(IntegrityError), transaction.atomic():
            row()
    assert Note.objects.get().digest == note.digest


def test_a_signed_note_is_added_to_with_a_reason_and_the_addition_stands(small, visit):
    done(small, visit)
    with pytest.raises(NoteUnsignedError):
        amend_note(by=small.actor("maria"), visit_id=visit.pk, text="x", reason="y")
    sign(small, visit)
    for text, reason in (("", "forgotten"), ("Bruise at BL25", " ")):
        with pytest.raises(NoteEmptyError):
            amend_note(by=small.actor("maria"), visit_id=visit.pk, text=text, reason=reason)

    amend_note(
        by=small.actor("andreas"), visit_id=visit.pk, text="Bruise at BL25", reason="forgotten"
    )

    added = Amendment.objects.get()
    assert (added.text, added.reason, added.by_id) == (
        "Bruise at BL25",
        "forgotten",
        small.users["andreas"].pk,
    )
    for change in (lambda: Amendment.objects.update(text="no"), added.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_students_note_waits_for_a_second_signature(small, visit):
    write(small, visit, "student")
    note = sign(small, visit, "student")
    assert note.needs_cosign
    with pytest.raises(NotAllowedError):
        cosign_note(by=small.actor("student"), visit_id=visit.pk)

    for _ in range(2):
        cosigned = cosign_note(by=small.actor("maria"), visit_id=visit.pk)

    assert cosigned.cosigned_by_id == small.users["maria"].pk
    assert Event.objects.filter(action="note.cosign").count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.update(cosigned_by=small.users["andreas"])


def test_nobody_cosigns_their_own_note(small, visit):
    write(small, visit)
    sign(small, visit)

    with pytest.raises(OwnCosignError):
        cosign_note(by=small.actor("maria"), visit_id=visit.pk)


def test_a_note_signed_days_later_says_so(small, patient):
    old = make_visit(small, timezone.now() - timedelta(days=3), patient)
    screened(small, old)
    write(small, old)

    assert sign(small, old).late
