"""Visits as they are charted in full and signed, and what stands on their prints."""

from io import BytesIO

from django.http import HttpResponse
from pypdf import PdfReader

from ashi.apps.bookings.models import Visit
from ashi.apps.charting.actions.doing import add_done
from ashi.apps.charting.actions.needling import add_needles, set_in, set_out
from ashi.apps.charting.actions.signing import sign_note
from ashi.apps.charting.actions.writing import save_note
from ashi.apps.charting.models import Note
from tests.desk.centre import SmallCentre
from tests.desk.screened import screened

TEXTS = {"subjective": "Pain in the morning", "plan": "Once more in a week"}
DONE = "mobilisation L4 III 3x30s; bridge; pain 4"
NEEDLES = "BL23 both 25mm deqi; BL40 left 20mm deqi ea1+; BL60 left 10mm ea1-"


def chart(small: SmallCentre, visit: Visit, *, needles: str = NEEDLES, done: str = DONE) -> None:
    """Chart a visit as Maria does; nothing is signed yet."""
    by = small.actor("maria")
    add_needles(by=by, visit_id=visit.pk, line=needles)
    add_done(by=by, visit_id=visit.pk, line=done)
    screened(small, visit)
    set_in(by=by, visit_id=visit.pk)
    set_out(by=by, visit_id=visit.pk)
    save_note(by=by, visit_id=visit.pk, seen=0, texts=TEXTS, adverse="none")


def sign(small: SmallCentre, visit: Visit, who: str = "maria") -> Note:
    """Sign as somebody who has looked at everything."""
    seen = Note.objects.get(visit=visit).version
    return sign_note(by=small.actor(who), visit_id=visit.pk, seen=seen, looked=True)


def words(answer: HttpResponse) -> str:
    """Return all that is printed on an answer's pages."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
