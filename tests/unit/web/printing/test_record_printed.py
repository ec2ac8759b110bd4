"""The record on paper: a draft says so, nothing is blank, what was added is all there."""

from datetime import timedelta

from ashi.apps.charting.models import Adverse, Amendment, Measurement, Treatment
from ashi.apps.charting.queries import Done
from ashi.apps.screening.models import Answer, Consent, Decision, FlagDecision, PainDrawing
from ashi.apps.screening.recorded import OnRecord
from ashi.web.printing.asked import (
    asked_section,
    complaint_section,
    consents_section,
    noes_section,
)
from ashi.web.printing.document import Cell, Notice, Pairs, Row, Text
from ashi.web.printing.done import done_section
from ashi.web.printing.record import Recorded, record_document
from ashi.web.printing.signed import (
    adverse_of,
    amendments_section,
    note_section,
    signature_section,
)
from tests.unit.web.printing.papers import MARIA, START, note, visit

SIGNED = {"signed_at": START + timedelta(hours=1), "signed_by": MARIA, "digest": "0123456789abcdef"}
SQUARE = [[190, 300], [215, 300], [215, 330], [190, 330]]
ASKED = {
    "protocol": "p1",
    "yes": ["pregnant"],
    "no": ["metal_allergy", "gone_since"],
    "numbers": {"age": 46},
    "not_asked": ["epilepsy"],
    "notes": ["HAZ-1", "HAZ-1"],
}


def texts(section, label):
    (found,) = [block for block in section.blocks if getattr(block, "label", None) == label]
    return found.cells


def test_an_unsigned_record_is_marked_as_a_draft_and_a_signed_one_is_not():
    draft = record_document(Recorded(visit(), note()), "Maria Georgiou")
    signed = record_document(Recorded(visit(), note(**SIGNED)), "Maria Georgiou")

    assert (draft.mark, signed.mark) == ("Not signed: a draft", "")
    assert signature_section(None).blocks == (Notice("Not signed: a draft"),)
    assert [one.title for one in draft.sections] == [
        "Complaint",
        "Known, asked and not asked",
        "Consents",
        "Note",
        "Needles",
        "Treatments, exercises and measurements",
        "Unwanted events",
        "Signature",
    ]
    assert signed.sections[-1].title == "Added after signing"


def test_head_and_foot_name_centre_patient_visit_and_who_printed():
    paper = record_document(Recorded(visit(external_ref="K-17")), "Maria Georgiou")

    assert paper.title == "Record of a visit: Eleni Demou, 25 November 2026"
    assert paper.centre == ("Small centre", "1 Long Street")
    assert paper.lead == (
        ("Patient", (Cell("Eleni Demou", strong=True),)),
        ("Born", (Cell("3 February 1980"),)),
        ("File number", (Cell("K-17"),)),
        ("Visit", (Cell("25 November 2026, 08:10 – 09:10"),)),
        ("Service", (Cell("Acupuncture"),)),
        ("Practitioner", (Cell("not said", known=False),)),
    )
    assert paper.footer == ("Eleni Demou", "25 November 2026, 08:10")
    assert paper.printed.endswith("by Maria Georgiou")


def test_no_file_number_is_no_line_and_no_birth_date_says_so():
    paper = record_document(Recorded(visit(birth_date=None)), "Maria Georgiou")

    assert [name for name, _ in paper.lead[:3]] == ["Patient", "Born", "Visit"]
    assert paper.lead[1][1] == (Cell("birth date not asked", known=False),)


def test_each_part_of_a_note_is_there_also_where_nothing_is_written():
    nothing = Cell("nothing written", known=False)

    assert note_section(note(plan="Twice more")).blocks == (
        Text("What the patient says (S)", nothing),
        Text("What we find (O)", nothing),
        Text("What we make of it (A)", nothing),
        Text("What comes next (P)", Cell("Twice more")),
    )
    assert all(block.cell == nothing for block in note_section(None).blocks)


def test_unwanted_events_are_none_yes_or_not_asked():
    yes = note(adverse=Adverse.YES, adverse_text="A bruise")

    assert adverse_of(note()) == (Cell("not asked", known=False),)
    assert adverse_of(note(adverse=Adverse.NONE)) == (Cell("None"),)
    assert adverse_of(yes) == (Cell("Yes", strong=True), Cell("A bruise"))


def test_a_signature_says_who_when_how_late_and_what_is_still_to_come():
    waiting = note(**SIGNED, late=True, needs_cosign=True)

    (signature,) = signature_section(waiting).blocks

    assert signature.rows == (
        ("Written by", (Cell("Maria Georgiou"),)),
        ("Signed", (Cell("Maria Georgiou, 25 November 2026, 09:10", strong=True),)),
        ("Late entry", (Cell("signed more than a day after the visit"),)),
        ("Second signature", (Cell("waits for a second signature", known=False),)),
        ("Digest (SHA-256) of what was signed", (Cell("01234567 89abcdef"),)),
    )


def test_every_amendment_is_there_with_reason_author_and_time():
    added = [
        Amendment(text="At BL25", reason="mistaken", by=MARIA, at=START + timedelta(days=day))
        for day in (1, 2)
    ]

    blocks = amendments_section(added).blocks

    assert len(blocks) == 2
    assert blocks[1] == Pairs(
        (
            ("Added", (Cell("Maria Georgiou, 27 November 2026, 08:10"),)),
            ("Reason", (Cell("mistaken"),)),
            ("What was added", (Cell("At BL25"),)),
        )
    )
    assert amendments_section([]).blocks == (Notice("Nothing was added."),)


def test_a_drawing_is_told_in_words():
    area = {"view": "back", "kind": "burning", "strength": 6, "outline": SQUARE}
    drawing = PainDrawing(areas=[area], words="to the knee", source="patient", at=START)

    told = texts(complaint_section(OnRecord(drawing=drawing)), "The drawing in words")

    assert told[0].text.startswith("1. burning, 6 of 10: ")
    assert told[1] == Cell("to the knee")
    assert told[2].text.endswith("the patient, at home, 25 November 2026, 08:10")


def test_nothing_drawn_is_no_line_and_no_complaint_says_so():
    (complaint,) = complaint_section(OnRecord()).blocks

    assert complaint.rows[0] == ("What brings the patient", (Cell("not said", known=False),))


def test_yes_no_and_not_asked_are_three_things():
    section = asked_section(ASKED, OnRecord())

    assert texts(section, "Answered yes") == (Cell("Is the patient pregnant?"),)
    assert texts(section, "Known numbers") == (Cell("How old is the patient? 46 years"),)
    assert [cell.known for cell in texts(section, "Not asked")] == [False]
    assert texts(section, "The protocol noted") == (Cell("HAZ-1"),)
    (noes,) = noes_section(ASKED)
    assert noes.blocks[0].cell.text.endswith(" · gone_since")


def test_a_record_signed_before_anything_was_asked_says_so():
    assert asked_section({}, OnRecord()).blocks[0] == Notice(
        "Nothing was asked when this was signed."
    )
    assert noes_section({}) == ()


def test_decisions_bear_the_protocols_words_the_reason_and_both_names():
    decision = Decision(
        rule="CI008",
        said="Bleeding.",
        places=["BL23/left/25"],
        choice="went_ahead",
        reason="shallow",
        by=MARIA,
        second=MARIA,
        at=START,
    )
    left = Decision(
        rule="UNANSWERED", places=["pregnant"], reason="unconscious", by=MARIA, at=START
    )
    flag = FlagDecision(
        answer=Answer(fact="pregnant"), choice="refer", reason="today", by=MARIA, at=START
    )

    section = asked_section(ASKED, OnRecord(decisions=(decision, left), flags=(flag,)))

    assert texts(section, "Findings decided on") == (
        Cell(
            "CI008: Bleeding. (BL23 left 25 mm)\nwent ahead: shallow · "
            "Maria Georgiou, 25 November 2026, 08:10, second sign: Maria Georgiou"
        ),
        Cell(
            "Left unasked, because: unconscious (Is the patient pregnant?)\n"
            "Maria Georgiou, 25 November 2026, 08:10"
        ),
    )
    assert texts(section, "Red flags decided on") == (
        Cell("Is the patient pregnant?\nreferred: today · Maria Georgiou, 25 November 2026, 08:10"),
    )


def test_a_consent_bears_version_and_language_of_its_text_and_that_it_was_withdrawn():
    given = Consent(
        technique="needling",
        text_version="95d835a05f53",
        language="el",
        way="paper",
        signed_name="Eleni Demou",
        witness=MARIA,
        at=START,
        withdrawn_at=START + timedelta(days=9),
        withdrawn_why="no more",
    )

    (table,) = consents_section([given]).blocks

    assert table.rows == (
        Row(
            (
                (Cell("Acupuncture and dry needling", strong=True),),
                (Cell("Eleni Demou"), Cell("before Maria Georgiou")),
                (Cell("signed on paper"), Cell("25 November 2026, 08:10")),
                (Cell("95d835a05f53"), Cell("in Greek")),
            ),
            "Withdrawn 4 December 2026, 08:10: no more",
        ),
    )
    assert consents_section([]).blocks == (Notice("No consent is on record."),)


def test_treatments_without_place_or_dose_and_first_measurements_say_so():
    done = Done(
        (Treatment(code="mt_soft", by=MARIA),),
        (Measurement(code="nprs", value=4, by=MARIA), Measurement(code="slr", value=60, by=MARIA)),
    )

    treated, measured, found = done_section(done, {}).blocks

    unsaid = (Cell("not said", known=False),)
    assert treated.rows[0].cells[1:3] == (unsaid, unsaid)
    rows = (*measured.rows, *found.rows)
    assert [row.cells[1] for row in rows] == [(Cell("has no sides"),), unsaid]
    assert measured.rows[0].cells[2:6] == (
        (Cell("4 of 10"),),
        (Cell("–"),),
        (Cell("not measured before", known=False),),
        (Cell("no change known", known=False),),
    )


def test_findings_stand_by_kind_with_what_is_normal_and_what_lies_outside_in_words():
    knee = Measurement(code="flex_knee", side="right", value=110, by=MARIA)
    knee.copied = ["value"]
    reflex = Measurement(code="refl_achilles", side="left", result="1+", by=MARIA)
    tender = Measurement(code="tenderness", level="L4", result="2", by=MARIA)

    motion, nerves, palpation, sources = done_section(Done((), (knee, reflex, tender)), {}).blocks

    assert [one.head[0] for one in (motion, nerves, palpation)] == [
        "Range of motion",
        "Nerves",
        "Palpation",
    ]
    assert motion.rows[0].cells[1:4] == (
        (Cell("right"),),
        (Cell("110°"), Cell("below normal")),
        (Cell("from 130°"),),
    )
    assert motion.rows[0].below == "copied from an earlier visit, not looked at since"
    assert nerves.rows[0].cells[2:4] == (
        (Cell("1+, weak"), Cell("below normal")),
        (Cell("2+, normal"),),
    )
    assert palpation.rows[0].cells[0] == (Cell("Tenderness L4", strong=True),)
    # what is only remembered of the normal is not printed, nor what follows from it
    assert palpation.rows[0].cells[2:4] == ((Cell("2, hurts and winces"),), (Cell("–"),))
    assert sources.cell.text.startswith("Merck Manual")
