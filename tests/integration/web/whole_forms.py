"""What makes each form one that is taken: said where the page leaves it empty, form by form."""

import json
from typing import Any

from django.contrib.auth.hashers import check_password
from django.core.files.uploadedfile import SimpleUploadedFile

from ashi.apps.messages.models import Message
from tests.desk.asked import questionnaire
from tests.desk.files import photograph
from tests.integration.web.test_bad_input import Found, filled

WHOLE: dict[str, dict[str, Any]] = {
    "answers-correct": {"why": "read wrongly"},
    "book-details": {"terms": "on"},
    "chart-amend": {"text": "The left one bled a drop"},
    "chart-box": {"needle": "0.25x40", "lot": "R1", "expires_on": "2031-05-01"},
    "chart-diagnosis": {"code": "M54.5"},
    "chart-done": {"done": "bridge 3x10; pain 4"},
    "chart-event": {"code": "AE01"},
    "chart-found": {"found": "slr left neg"},
    "chart-needles": {"line": "SP6 both 20mm"},
    "chart-note": {"plan": "once more"},
    "chart-sign": {"adverse": "none", "plan": "once more"},
    "consent-paper": {"signed_name": "Despina"},
    "document-add": {"title": "Old letter"},
    "incident": {"resolution": "found under the couch"},
    "own-send": {"doctor": "Dr A", "agreed": "on"},
    "phrase-new": {"shortcut": "lbp", "text": "pain low in the back"},
    "plan-book": {"allowed_by": "Eleni", "why": "it was said on the telephone"},
    "plan-change": {"what": "two visits more", "why": "it helps"},
    "plan-goal": {"words": "to sit for an hour"},
    "plan-new": {"prefers": "needles", "told": ["acupuncture", "nothing"]},
    "protocol-edit": {"on": "off", "text": "Not here.", "text_el": "Όχι εδώ."},
    "programme": {"why-LB11": "it is the one that helps", "add": "LB12", "from": "lbp_acute-early"},
    "referrals": {
        "number": "R-2",
        "doctor": "Dr B",
        "diagnosis": "M54.5",
        "valid_to": "2030-01-01",
    },
    "screening-complaint": {"words": "Pain low in the back"},
    "screening-consent": {"signed_name": "Despina"},
    "template-new": {"plan": "walk each day"},
    "visit-draw": {"allowed_by": "Eleni", "why": "it was said on the telephone"},
    "visit-intake": {"signed_name": "Despina"},
    "wait-join": {"terms": "on"},
}
TRIALS = (
    "study,citation,provenance,n1,mean1,sd1,n2,mean2,sd2\n"
    "A 2020,A. B. 2020,seen,30,40,20,30,44,21\n"
)
FILES: dict[str, tuple[str, bytes]] = {
    "consent-paper": ("paper.jpg", photograph()),
    "consent-photograph": ("paper.jpg", photograph()),
    "document-add": ("letter.jpg", photograph()),
    "settings-measure": ("form.json", json.dumps(questionnaire(10, 5)).encode()),
    "trials-file": ("trials.csv", TRIALS.encode()),
}


def whole(found: Found) -> dict[str, Any]:
    """Return what makes a form complete; ``csrfmiddlewaretoken`` is the page's own."""
    said = filled(found.form) | WHOLE.get(found.name, {})
    said |= {name: "nobody was told" for name in found.form.controls if name.startswith("reason-")}
    if found.name in FILES:
        said["file"] = SimpleUploadedFile(*FILES[found.name])
    if found.name in ("book-code", "wait-code"):
        said["code"] = code_for(found)
    return said


def code_for(found: Found) -> str:
    """Return the code in the letter to whom this browser booked for."""
    (kept,) = (one["code"] for one in found.client.session.values() if "code" in str(one))
    sent = Message.objects.filter(kind="booking-code").order_by("-pk")
    return next(
        one.context["code"] for one in sent if check_password(one.context["code"], kept["digest"])
    )
