"""Words for what the trail says in codes."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ashi.apps.audit.actor import Purpose, Source
from ashi.apps.audit.queries import GLASS, REFUSED

ACTION_WORDS: dict[str, str | Promise] = {
    REFUSED: _("was refused"),
    GLASS: _("opened a closed record"),
    "glass.close": _("closed a record opened for a reason"),
    "absence.add": _("entered an absence"),
    "audit.export": _("exported the trail"),
    "audit.read": _("read the trail"),
    "bell.call": _("called someone to a bell"),
    "bell.take": _("took a bell"),
    "board.read": _("saw the day board"),
    "class.read": _("saw a class"),
    "contact.edit": _("changed a contact"),
    "contact.link": _("linked a contact"),
    "contact.rights": _("changed a contact's rights"),
    "contact.unlink": _("unlinked a contact"),
    "day.close": _("closed the day"),
    "demo.sign_in": _("signed in to the demo"),
    "incident.close": _("closed an incident"),
    "incident.note": _("noted an incident"),
    "incident.open": _("opened an incident"),
    "patient.archive": _("put a record away"),
    "patient.create": _("made a record"),
    "patient.edit": _("changed a record"),
    "patient.list": _("saw a list of patients"),
    "patient.read": _("opened a record"),
    "patient.unarchive": _("brought a record back"),
    "payment.reverse": _("took a payment back"),
    "payment.take": _("took a payment"),
    "room.ready": _("prepared a room"),
    "step.arrive": _("marked: arrived"),
    "step.check": _("marked: checked"),
    "step.exercise": _("marked: exercise"),
    "step.leave": _("marked: left"),
    "step.more-time": _("marked: more time"),
    "step.needles-in": _("marked: needles in"),
    "step.needles-out": _("marked: needles out"),
    "step.start": _("marked: started"),
    "step.undo": _("took a step back"),
    "visit.book": _("booked a visit"),
    "visit.came_after_all": _("marked: came after all"),
    "visit.cancel": _("cancelled a visit"),
    "visit.confirm": _("confirmed a visit"),
    "visit.hold": _("held a time"),
    "visit.hold_expired": _("let a held time go"),
    "visit.move": _("moved a visit"),
    "visit.no_show": _("marked: did not come"),
    "visit.read": _("saw a visit"),
    "visit.release": _("gave a held time back"),
    "visit.restore": _("restored a visit"),
    "wall.read": _("saw the wall"),
    "week.read": _("saw the week"),
    "wish.add": _("noted a wish for a time"),
    "wish.withdraw": _("withdrew a wish for a time"),
}

PURPOSE_WORDS: dict[str, str | Promise] = {
    Purpose.TREATMENT: _("Treatment"),
    Purpose.SCHEDULING: _("Finding a time"),
    Purpose.PAYMENT: _("Payment"),
    Purpose.QUALITY: _("Review"),
    Purpose.PATIENT_REQUEST: _("The patient asked"),
    Purpose.EMERGENCY: _("Emergency"),
    Purpose.OPERATIONS: _("Running the centre"),
}

SOURCE_WORDS: dict[str, str | Promise] = {
    Source.WEB: _("staff pages"),
    Source.PUBLIC: _("public pages"),
    Source.LINK: _("link in a letter"),
    Source.CLI: _("command"),
    Source.JOB: _("background job"),
    Source.FHIR: _("FHIR"),
}
