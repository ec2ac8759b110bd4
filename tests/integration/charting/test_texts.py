"""Phrases and templates: whose they are, what they fill, what is marked until it is touched."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.charting.actions.doing import add_done
from ashi.apps.charting.actions.needling import look_over
from ashi.apps.charting.actions.signing import sign_note
from ashi.apps.charting.actions.templating import apply_template, insert_phrase, repeat_sections
from ashi.apps.charting.actions.texts import end_text, keep_phrase, keep_template
from ashi.apps.charting.actions.writing import save_note
from ashi.apps.charting.errors import (
    AskedError,
    NoteChangedError,
    NothingWrittenError,
    ShortcutError,
    TemplateLineError,
    TextEmptyError,
    TextTakenError,
    TextUnknownError,
)
from ashi.apps.charting.models import Note, NoteTemplate, Phrase
from ashi.apps.charting.texts import phrases_for, templates_for
from ashi.web.printing.signed import note_section
from tests.desk.centre import make_visit
from tests.desk.screened import answer_all, screened
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
BACK = {
    "name": "Low back",
    "area": "lumbar",
    "subjective": "Pain $1 of 10",
    "plan": "Walk daily",
    "examine": "straight leg raise test; lumbar flexion",
    "done": "mobilisation L4 III 3x30s; bridge 3x10",
}


@pytest.fixture
def maria(small):
    return small.actor("maria")


@pytest.fixture
def back(maria) -> NoteTemplate:
    return keep_template(by=maria, said=BACK, shared=True)


def test_ones_own_phrase_goes_before_the_centres(small, maria):
    keep_phrase(by=maria, shortcut=";nad", text="nothing abnormal", shared=True)
    keep_phrase(by=maria, shortcut="NAD", text="all well", shared=False)
    keep_phrase(by=maria, shortcut="abc", text="another", shared=False)

    assert [(one.shortcut, one.text) for one in phrases_for(maria)] == [
        ("abc", "another"),
        ("nad", "all well"),
    ]
    student = small.actor("student")
    assert [one.text for one in phrases_for(student)] == ["nothing abnormal"]


def test_a_phrase_said_anew_ends_the_one_before_and_keeps_it(small, maria):
    first = keep_phrase(by=maria, shortcut="nad", text="nothing", shared=False)
    with pytest.raises(TextTakenError):
        keep_phrase(by=maria, shortcut="nad", text="again", shared=False)
    keep_phrase(
        by=maria, shortcut="nad", text="nothing abnormal", shared=False, instead_of=first.pk
    )

    assert [one.text for one in phrases_for(maria)] == ["nothing abnormal"]
    assert Phrase.objects.count() == 2
    end_text(by=maria, kind="phrase", text_id=phrases_for(maria)[0].pk)
    assert phrases_for(maria) == []
    with pytest.raises(TextUnknownError):
        end_text(by=maria, kind="phrase", text_id=first.pk)


def test_what_is_the_centres_is_kept_and_ended_only_by_who_may_sign(small, maria):
    shared = keep_phrase(by=maria, shortcut="nad", text="nothing abnormal", shared=True)
    student = small.actor("student")
    for act in (
        lambda: keep_phrase(by=student, shortcut="x", text="y", shared=True),
        lambda: end_text(by=student, kind="phrase", text_id=shared.pk),
    ):
        with pytest.raises(NotAllowedError):
            act()
    mine = keep_phrase(by=student, shortcut="mine", text="words", shared=False)
    with pytest.raises(TextUnknownError):
        end_text(by=maria, kind="phrase", text_id=mine.pk)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"name": " "}, TextEmptyError),
        ({"name": "Empty"}, TextEmptyError),
        ({"name": "Bad", "examine": "levitation"}, TemplateLineError),
        ({"name": "Bad", "done": "levitation"}, TemplateLineError),
        ({"name": "Bad", "done": "slr left 45"}, TemplateLineError),
        ({"name": "Bad", "done": "same"}, TemplateLineError),
    ],
)
def test_a_template_that_cannot_be_used_is_refused(maria, said, error):
    with pytest.raises(error):
        keep_template(by=maria, said=said, shared=False)
    assert not NoteTemplate.objects.exists()


def test_a_bad_shortcut_or_no_words_are_refused(maria):
    for shortcut, text, error in (("two words", "x", ShortcutError), ("x", " ", TextEmptyError)):
        with pytest.raises(error):
            keep_phrase(by=maria, shortcut=shortcut, text=text, shared=False)


def test_the_template_for_the_complaint_comes_first(maria, back):
    keep_template(by=maria, said={"name": "Any", "plan": "x"}, shared=False)
    assert [one.name for one in templates_for(maria, ["lumbar"])] == ["Low back", "Any"]
    assert [one.name for one in templates_for(maria, [])] == ["Any", "Low back"]


def test_a_template_fills_what_is_empty_and_marks_it_until_touched(small, visit, maria, back):
    by = {"by": maria, "visit_id": visit.pk}
    save_note(**by, seen=0, texts={"plan": "My own plan"}, adverse="none")
    note = apply_template(**by, template_id=back.pk)

    assert (note.subjective, note.plan) == ("Pain … of 10", "My own plan")
    assert note.copied == ["subjective"]
    assert [(row.code, bool(row.copied)) for row in note.treatments.all()] == [
        ("mt_mobilisation", True),
        ("LB11", True),
    ]
    page = client_of(small.users["maria"]).get(f"/chart/{visit.pk}")
    assert page.context["to_examine"] == ["Straight leg raise test", "Lumbar flexion"]
    answer_all(small, visit)
    screened(small, visit)
    with pytest.raises(AskedError):
        sign_note(**by, seen=note.version)
    texts = {"subjective": "Pain 4 of 10", "plan": "My own plan"}
    touched = save_note(**by, seen=note.version, texts=texts, adverse="none")
    assert touched.copied == []
    look_over(**by)
    assert sign_note(**by, seen=touched.version).template == back


def test_a_second_press_adds_nothing(visit, maria, back):
    by = {"by": maria, "visit_id": visit.pk}
    first = apply_template(**by, template_id=back.pk)
    again = apply_template(**by, template_id=back.pk)
    assert (again.version, again.treatments.count()) == (first.version, 2)
    with pytest.raises(TextUnknownError):
        apply_template(**by, template_id=0)


def test_the_last_note_is_taken_over_into_empty_sections_only(small, visit, patient, maria):
    with pytest.raises(NothingWrittenError):
        repeat_sections(by=maria, visit_id=visit.pk)
    save_note(by=maria, visit_id=visit.pk, seen=0, texts={"plan": "Again", "objective": "Stiff"})
    later = make_visit(small, timezone.now() + timedelta(hours=4), patient)
    by = {"by": maria, "visit_id": later.pk}
    save_note(**by, seen=0, texts={"objective": "Looser"})
    note = repeat_sections(**by)

    assert (note.objective, note.plan, note.copied) == ("Looser", "Again", ["plan"])
    assert look_over(**by) == 1
    assert Note.objects.get(visit=later).copied == []


def test_a_template_begins_from_a_record(small, visit, maria):
    by = {"by": maria, "visit_id": visit.pk}
    save_note(**by, seen=0, texts={"plan": "Walk daily"})
    add_done(**by, line="mobilisation L4 III 3x30s; bridge 3x10 8kg; slr left 45; slr right 60")
    client = client_of(small.users["maria"])

    form = client.get("/texts/templates/new", {"visit": visit.pk}).context["form"]
    assert {name: form.initial[name] for name in ("plan", "examine", "done")} == {
        "plan": "Walk daily",
        "examine": "Straight leg raise test",
        "done": "Joint mobilisation (non-thrust) L4 III 3x30s; Bridge 3x10 8kg",
    }
    kept = client.post("/texts/templates/new", form.initial | {"name": "Back"})
    assert kept["Location"] == "/texts/"
    assert NoteTemplate.objects.get().done == form.initial["done"]
    for wrong in ("0", "x" * 30):
        answer = client.get("/texts/templates/new", {"visit": wrong})
        assert answer.status_code == (404 if wrong == "0" else 200)


def test_what_was_signed_as_copied_says_so_on_page_and_paper(small, visit, maria, back):
    by = {"by": maria, "visit_id": visit.pk}
    note = apply_template(**by, template_id=back.pk)
    save_note(
        **by,
        seen=note.version,
        texts={"subjective": note.subjective, "plan": note.plan},
        adverse="none",
    )
    answer_all(small, visit)
    screened(small, visit)
    sign_note(**by, seen=note.version + 1, looked=True)

    page = client_of(small.users["maria"]).get(f"/chart/{visit.pk}").content.decode()
    assert page.count('<span class="chip">copied</span>') == 4  # two sections, two treatments
    labels = [one.label for one in note_section(Note.objects.get(visit=visit)).blocks]
    assert labels[0] == "What the patient says (S), copied, not looked at since"
    assert labels[1] == "What we find (O)"


def test_without_a_script_a_phrase_is_put_in_and_what_is_typed_is_kept(small, visit, maria):
    phrase = keep_phrase(by=maria, shortcut="nad", text="nothing abnormal, $1", shared=False)
    typed = {"version": "0", "adverse": "none", "objective": "Back:", "plan": "Once more"}
    client = client_of(small.users["maria"])
    sent = typed | {"phrase": str(phrase.pk), "section": "objective"}
    answer = client.post(f"/chart/{visit.pk}/phrase", sent)

    assert answer["Location"] == f"/chart/{visit.pk}#id_objective"
    note = Note.objects.get(visit=visit)
    assert (note.objective, note.plan) == ("Back:\nnothing abnormal, …", "Once more")
    with pytest.raises(NoteChangedError):
        insert_phrase(by=maria, visit_id=visit.pk, seen=0, section="plan", phrase_id=phrase.pk)
    sent["phrase"], sent["version"] = "0", str(note.version)
    assert client.post(f"/chart/{visit.pk}/phrase", sent).status_code == 422


def test_the_page_adds_changes_ends_and_finds(small, maria):
    client = client_of(small.users["maria"])
    refused = client.post("/texts/phrases/new", {"shortcut": "two words", "text": "x"})
    assert refused.status_code == 422
    assert refused.context["form"].errors == {
        "shortcut": ["A shortcut is letters and digits without blanks."]
    }
    client.post("/texts/phrases/new", {"shortcut": ";nad", "text": "nothing abnormal"})
    client.post("/texts/phrases/new", {"shortcut": "walk", "text": "walks daily", "shared": "on"})
    client.post("/texts/templates/new", BACK)
    nad = Phrase.objects.get(shortcut="nad")
    client.post(f"/texts/phrases/{nad.pk}", {"shortcut": "nad", "text": "all well"})

    page = client.get("/texts/", {"q": "WELL"})
    assert [one.text for one in page.context["phrases"]] == ["all well"]
    assert page.context["templates"] == []
    assert [one.name for one in client.get("/texts/").context["templates"]] == ["Low back"]
    wrong = client.post("/texts/templates/new", BACK | {"name": "Other", "examine": "levitation"})
    assert "examine" in wrong.context["form"].errors
    student = client_of(small.users["student"])
    assert "shared" not in student.get("/texts/phrases/new").context["form"].fields
    walk = Phrase.objects.get(shortcut="walk")
    assert student.get(f"/texts/phrases/{walk.pk}").status_code == 404


def test_twenty_phrases_take_no_more_queries_than_one(small, visit, maria):
    client = client_of(small.users["maria"])
    for address in ("/texts/", f"/chart/{visit.pk}"):
        counts = []
        for n in range(2):
            keep_phrase(by=maria, shortcut=f"a{n}{len(address)}", text="words", shared=False)
            said = BACK | {"name": f"{n} {address}"}
            keep_template(by=maria, said=said, shared=False)
            client.get(address)
            with CaptureQueriesContext(connection) as counted:
                client.get(address)
            counts.append(len(counted))
        assert counts[0] == counts[1]
