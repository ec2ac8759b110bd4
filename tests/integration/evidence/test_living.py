"""A trial is added or taken out: nothing moves until a reviewer says so, and nothing is lost."""

from dataclasses import replace
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.audit.models import Event
from ashi.apps.evidence import actions
from ashi.apps.evidence.errors import (
    ChangeUnknownError,
    DecidedError,
    MovedOnError,
    NoReasonError,
    NothingToReadError,
    OutAlreadyError,
    SecondPersonError,
    StillToReadError,
)
from ashi.apps.evidence.models import AnswerChange, Change, Rereading
from ashi.apps.evidence.queries import changes_for, history_of, marked, previewed
from ashi.core.evidence.errors import TableFaultsError
from ashi.core.knowledge.evidence_base.entries import Provenance
from tests.desk.added import QUESTION, accepted, added, proposal_of
from tests.desk.centre import make_centre
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PAGE = "/conditions/chronic-low-back-pain"
OLD = "−10.21 (−14.99 to −5.44)"
NEW = "−8.11 (−12.22 to −3.99)"  # reckoned by hand from the five rows
UNREAD = {"provenance": Provenance.RECALLED, "numbers": None}
HEADING = "study,citation,provenance,n1,mean1,sd1,n2,mean2,sd2\n"


def read(client: Client, path: str) -> str:
    return unescape(client.get(path).content.decode())


def refusal(faults: pytest.ExceptionInfo) -> list[tuple[str, str]]:
    return [(one.path, one.code) for one in faults.value.faults]


def test_patients_read_the_new_answer_only_once_it_is_accepted(small):
    row = added(small)
    assert OLD in read(Client(), PAGE)
    assert "Nobody 2024" not in read(Client(), PAGE)

    accepted(small, row)

    page = read(Client(), PAGE)
    assert OLD not in page
    assert page.count(NEW) >= 4
    assert "Nobody 2024" in page


def test_another_centre_goes_on_as_it_was(small):
    elsewhere = make_centre("elsewhere")

    accepted(small)

    assert not changes_for(elsewhere.centre.pk)
    assert changes_for(small.centre.pk)


def test_the_old_answer_stays_readable_with_its_day(small):
    row = accepted(small)
    (kept,) = history_of(small.centre.pk, QUESTION)
    page = read(client_of(small.users["maria"]), f"/evidence/questions/{QUESTION}")

    assert (kept.change, kept.before["k"], kept.after["k"]) == (row, 4, 5)
    assert "What we said until" in page
    assert OLD in page
    assert NEW in page


def test_what_moves_is_shown_before_anybody_decides(small):
    row = added(small)

    page = read(client_of(small.users["owner"]), f"/evidence/trials/{row.pk}")

    assert OLD in page
    assert NEW in page
    assert "The estimate moves by <b>+2.11</b>" in page
    assert "They are marked to be read again" in page
    assert not Rereading.objects.exists()


def test_every_claim_that_rests_on_it_is_read_again_and_by_whom(small):
    accepted(small)
    claims = {"lbp-chronic-v-sham-small", "lbp-reviews-2005"}
    owner = client_of(small.users["owner"])
    assert marked(small.centre.pk) == claims
    listed = owner.get("/evidence/", {"state": "again"}).context["rows"]
    assert {row.claim.id for row in listed} == claims

    answer = owner.post("/evidence/lbp-reviews-2005/read", {"note": "still so"})

    assert answer.status_code == 302
    assert marked(small.centre.pk) == claims - {"lbp-reviews-2005"}
    page = read(owner, "/evidence/lbp-reviews-2005")
    assert "read again on" in page
    assert "still so" in page
    assert OLD in page


def test_how_sure_a_claim_is_does_not_change_by_itself(small):
    client = client_of(small.users["maria"])
    before = client.get("/evidence/lbp-reviews-2005").context["row"].sure

    accepted(small)

    assert client.get("/evidence/lbp-reviews-2005").context["row"].sure == before


def test_whoever_entered_it_does_not_accept_it_but_an_owner_may_and_is_named(small):
    small.users["maria"].memberships.update(role="lead")
    with pytest.raises(SecondPersonError):
        accepted(small, added(small), by="maria")

    row = accepted(small, added(small, proposal_of("Mine 2020"), by="owner"), by="owner")

    page = read(client_of(small.users["maria"]), f"/evidence/trials/{row.pk}")
    assert "entered and decided by the same person" in page


def test_a_practitioner_enters_and_does_not_decide(small):
    row = added(small)

    with pytest.raises(NotAllowedError):
        accepted(small, row, by="maria")
    with pytest.raises(NotAllowedError):
        actions.refuse(by=small.actor("maria"), change_id=row.pk, reason="no")
    with pytest.raises(NotAllowedError):
        added(small, proposal_of("Other 2020"), by="desk")


def test_a_refusal_has_a_reason_and_changes_nothing(small):
    row = added(small)
    with pytest.raises(NoReasonError):
        actions.refuse(by=small.actor("owner"), change_id=row.pk, reason=" ")

    actions.refuse(by=small.actor("owner"), change_id=row.pk, reason="another population")

    assert not changes_for(small.centre.pk)
    assert "another population" in read(
        client_of(small.users["maria"]), f"/evidence/trials/{row.pk}"
    )
    with pytest.raises(DecidedError):
        accepted(small, row)
    assert added(small).waits  # what was refused may be handed in again


def test_what_was_shown_is_what_is_accepted(small):
    first, second = added(small), added(small, proposal_of("Second 2021"))
    seen = actions.seen_of(previewed(small.centre.pk, first)[2])
    accepted(small, second)

    with pytest.raises(MovedOnError):
        actions.accept(by=small.actor("owner"), change_id=first.pk, seen=seen)

    assert Change.objects.get(pk=first.pk).waits


@pytest.mark.parametrize("unread", [UNREAD, {"provenance": Provenance.RECALLED}])
def test_what_nobody_read_is_entered_first(small, unread):
    row = added(small, proposal_of(**unread))

    with pytest.raises(StillToReadError):
        accepted(small, row)

    maria = client_of(small.users["maria"])
    assert "numbers to be entered" in read(maria, "/evidence/trials/")
    sent = {"question": QUESTION, "provenance": "seen", "part_read": "table 3",
            "n1": "60", "mean1": "48", "sd1": "22", "n2": "58", "mean2": "50", "sd2": "23"}  # fmt: skip
    assert maria.post(f"/evidence/trials/{row.pk}/numbers", sent).status_code == 302
    accepted(small, Change.objects.get(pk=row.pk))
    assert NEW in read(Client(), PAGE)


def test_a_trial_is_taken_out_and_the_answer_is_the_one_before(small):
    row = accepted(small)
    with pytest.raises(NoReasonError):
        actions.take_out(by=small.actor("maria"), question=QUESTION, trial=row.key, reason="")
    sent = {"trial": row.key, "reason": "withdrawn by its journal"}
    maria = client_of(small.users["maria"])

    assert maria.post(f"/evidence/questions/{QUESTION}/out", sent).status_code == 302
    out = Change.objects.get(kind="out")
    assert NEW in read(Client(), PAGE)
    with pytest.raises(OutAlreadyError):
        actions.take_out(by=small.actor("maria"), question=QUESTION, **sent)
    accepted(small, out)

    assert OLD in read(Client(), PAGE)
    assert [one.change for one in history_of(small.centre.pk, QUESTION)] == [out, row]
    assert added(small).waits  # what was taken out may be handed in again


def test_a_trial_that_came_with_ashi_is_taken_out_of_every_question(small):
    by = {"by": small.actor("maria"), "reason": "its numbers are wrong"}
    row = actions.take_out(question=QUESTION, trial="TR-molsberger-2002", **by)

    accepted(small, row)

    assert set(AnswerChange.objects.values_list("question", flat=True)) == {
        "lbp-chronic-sham-after",
        "lbp-chronic-sham-later",
    }
    assert "Molsberger 2002" not in read(Client(), PAGE)


def test_a_question_without_a_trial_is_not_drawn(small):
    for trial in ("TR-carlsson-even", "TR-molsberger-2002"):
        by = {"by": small.actor("maria"), "question": "lbp-chronic-sham-later"}
        accepted(small, actions.take_out(trial=trial, reason="withdrawn", **by))

    assert "Pain up to three months later" not in read(Client(), PAGE)
    page = read(client_of(small.users["maria"]), "/evidence/questions/lbp-chronic-sham-later")
    assert "No trial is left" in page


def test_what_is_not_there_is_not_taken_out(small):
    row = added(small)
    for trial in ("TR-nobody", row.key):
        with pytest.raises(ChangeUnknownError):
            actions.take_out(by=small.actor("maria"), question=QUESTION, trial=trial, reason="no")


@pytest.mark.parametrize(
    ("paper", "by"),
    [
        ({"study": "Other 1999", "doi": "10.1000/ABC"}, "doi"),
        ({"study": "Other 1999", "pmid": "123"}, "pmid"),
        ({"study": "Other 1999", "registration": "nct00000001"}, "registration"),
        ({"study": "nobody, 2024"}, "study"),
        ({"study": "KERR 2003"}, "study"),
    ],
)
def test_a_trial_that_is_there_already_is_refused(small, paper, by):
    first = proposal_of()
    known = {"doi": "10.1000/abc", "pmid": "123", "registration": "NCT00000001"}
    added(small, replace(first, paper=replace(first.paper, **known)))
    again = replace(first, paper=replace(first.paper, **paper))

    with pytest.raises(TableFaultsError) as faults:
        added(small, again)

    assert refusal(faults) == [(f"line 1 {by}", "duplicate")]
    assert Change.objects.count() == 1


def test_the_same_paper_may_answer_two_questions(small):
    added(small)

    assert added(small, proposal_of(question="lbp-chronic-sham-later")).waits


def test_a_form_is_answered_beside_its_fields_and_nothing_is_written(small):
    sent = {"question": QUESTION, "study": "Some 2020", "citation": "<script>x", "doi": "abc",
            "provenance": "seen", "n1": "1", "mean1": "140", "sd1": "−2", "n2": "30%",
            "mean2": "a lot", "sd2": "-1"}  # fmt: skip
    answer = client_of(small.users["maria"]).post("/evidence/trials/new", sent)

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"citation", "doi", "n2", "sd1", "sd2", "mean2"}
    assert not Change.objects.exists()


def test_a_decimal_comma_is_read_in_the_form(small):
    sent = {"question": QUESTION, "study": "Some 2020", "citation": "A. B. 2020",
            "provenance": "seen", "n1": "30", "mean1": "40,5", "sd1": "20", "n2": "30",
            "mean2": "44.5", "sd2": "21"}  # fmt: skip
    client_of(small.users["maria"]).post("/evidence/trials/new", sent)

    assert Change.objects.get().numbers == [30, 40.5, 20, 30, 44.5, 21]


def upload(client: Client, text: str, name: str = "trials.csv", question: str = QUESTION):
    file = SimpleUploadedFile(name, text.encode())
    return client.post("/evidence/trials/file", {"file": file, "question": question})


def test_a_file_is_taken_whole_or_not_at_all(small):
    maria = client_of(small.users["maria"])
    good = "A 2020,A. B. 2020,seen,30,40,20,30,44,21\n"
    answer = upload(maria, HEADING + good + "B 2021,B. C. 2021,seen,30,40,-20,30,44,21\n")
    assert answer.status_code == 422
    assert "Line 3, sd1: This cannot be below nought. (-20)" in answer.content.decode()
    assert not Change.objects.exists()

    assert upload(maria, HEADING + good).status_code == 302
    assert Change.objects.get().study == "A 2020"


def test_a_record_of_a_library_waits_for_its_numbers(small):
    text = (
        "TY  - JOUR\nAU  - Else, S\nTI  - <b>Needles</b> again\nPY  - 2022\nJF  - J Inv\nER  - \n"
    )
    maria = client_of(small.users["maria"])

    assert upload(maria, text, "one.ris", question="").status_code == 302
    row = Change.objects.get()

    assert (row.study, row.numbers, row.to_be_read) == ("Else 2022", None, True)
    assert "Needles again" in read(maria, f"/evidence/trials/{row.pk}")


def test_a_title_with_code_is_refused_by_line_and_shown_as_text(small):
    text = "TY  - JOUR\nAU  - Else, S\nTI  - <script>alert(1)</script>\nPY  - 2022\nER  - \n"
    answer = upload(client_of(small.users["maria"]), text, "one.ris", question="")

    assert answer.status_code == 422
    assert "<script>alert" not in answer.content.decode()
    assert "Line 3, title: This holds code of a web page." in answer.content.decode()


def test_too_large_a_file_is_refused_before_it_is_read(small):
    answer = upload(client_of(small.users["maria"]), "x" * 2_000_001)

    assert (answer.status_code, Change.objects.count()) == (422, 0)
    assert "larger than 2 MB" in answer.content.decode()


def test_every_step_leaves_its_event(small):
    row = accepted(small)
    refused = added(small, proposal_of("Else 2020", **UNREAD))
    actions.enter_numbers(
        by=small.actor("maria"), change_id=refused.pk, proposal=proposal_of("Else 2020")
    )
    actions.refuse(by=small.actor("owner"), change_id=refused.pk, reason="no")
    actions.take_out(by=small.actor("maria"), question=QUESTION, trial=row.key, reason="wrong")
    actions.read_again(by=small.actor("owner"), claim="lbp-reviews-2005")

    events = Event.objects.filter(action__startswith="evidence.").order_by("at")
    assert list(events.values_list("action", flat=True)) == [
        "evidence.add", "evidence.accept", "evidence.add", "evidence.numbers", "evidence.refuse",
        "evidence.out", "evidence.reread",
    ]  # fmt: skip
    with pytest.raises(NothingToReadError):
        actions.read_again(by=small.actor("owner"), claim="lbp-reviews-2005")


def count(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_pages_ask_the_database_as_often_however_much_was_added(small):
    owner = client_of(small.users["owner"])
    row = accepted(small)
    pages = ["/evidence/trials/", f"/evidence/questions/{QUESTION}", "/evidence/lbp-reviews-2005",
             f"/evidence/trials/{row.pk}", "/evidence/", PAGE]  # fmt: skip
    for path in pages:
        count(owner, path)
    few = [count(owner, path) for path in pages]
    for number in range(4):
        accepted(small, added(small, proposal_of(f"More 201{number}")))
    added(small, proposal_of("Open 2020"))

    assert [count(owner, path) for path in pages] == few
    assert max(few) <= 20
