"""A trial comes in as a file, a reviewer sees what moves and accepts it, and a sentence is read again."""

from playwright.sync_api import expect

from tests.browser.sizes import PHONE
from tests.desk.added import QUESTION

CSV = (
    "study,citation,provenance,n1,mean1,sd1,n2,mean2,sd2\n"
    "Nobody 2024,A. B. 2024,seen,60,48,22,58,50,23\n"
)
BAD = CSV.replace("22,58", "-22,58")


def file_of(text: str) -> dict[str, object]:
    return {"name": "trials.csv", "mimeType": "text/csv", "buffer": text.encode()}


def test_a_trial_is_added_accepted_and_its_sentence_read_again(small, open_as, looked_over):
    size = {"viewport": PHONE}

    def fits(page) -> bool:
        return looked_over(page) == []

    maria = open_as("maria", "/evidence/trials/file", **size)
    for text in (BAD, CSV):
        maria.set_input_files("input[name=file]", files=[file_of(text)])
        maria.select_option("select[name=question]", QUESTION)
        maria.get_by_role("button", name="Take these trials").click()
        maria.wait_for_load_state()
        assert fits(maria)
        if text == BAD:
            expect(maria.get_by_text("Line 2, sd1")).to_be_visible()
    maria.goto("/evidence/trials/new")
    maria.get_by_role("button", name="Keep the trial").click()
    maria.wait_for_load_state()
    assert fits(maria)
    expect(maria.locator(".error-summary")).to_be_visible()

    owner = open_as("owner", "/evidence/trials/", **size)
    owner.get_by_role("link", name="Nobody 2024").click()
    owner.wait_for_url("**/evidence/trials/*")
    expect(owner.get_by_role("heading", name="What moves")).to_be_visible()
    assert fits(owner)
    owner.get_by_role("button", name="Accept the trial").click()
    owner.get_by_role("heading", name="What moved").wait_for()

    owner.goto("/evidence/?state=again")
    owner.locator(".claims a").first.click()
    owner.get_by_role("button", name="I have read it again: it stands").wait_for()
    assert fits(owner)
    owner.get_by_role("button", name="I have read it again: it stands").click()
    owner.get_by_text("read again on").wait_for()

    owner.goto(f"/evidence/questions/{QUESTION}")
    expect(owner.get_by_role("heading", name="What we said until")).to_be_visible()
    assert fits(owner)
