"""Refusals of the record."""

from ashi.core.kernel.errors import AshiError


class ChartingError(AshiError):
    """The root of what the record refuses."""

    code = "charting.error"


class NoteSignedError(ChartingError):
    """The note is signed: it can be added to, and no more."""

    code = "charting.note_signed"


class NoteUnsignedError(ChartingError):
    """Only what is signed can be added to or co-signed."""

    code = "charting.note_unsigned"


class NoteNotCosignedError(ChartingError):
    """The note waits for a second signature; until then it goes to nobody outside."""

    code = "charting.note_not_cosigned"


class NoteChangedError(ChartingError):
    """Somebody else saved meanwhile; ``version`` is the one stored now."""

    code = "charting.note_changed"


class NoteEmptyError(ChartingError):
    """Nothing was written, or no reason was given; ``missing`` says what."""

    code = "charting.note_empty"


class NeedlingLineError(ChartingError):
    """The line cannot be read; ``faults`` are the core's, ``line`` what was typed."""

    code = "charting.needling_line"


class DoneLineError(ChartingError):
    """A line of treatments cannot be read; ``faults`` are the core's, ``line`` what was typed."""

    code = "charting.done_line"


class AgainFaultsError(ChartingError):
    """What was measured again cannot be read; ``faults`` are the core's, by the row's id."""

    code = "charting.again_faults"


class DoneUnknownError(ChartingError):
    """There is no such treatment or measurement in this note."""

    code = "charting.done_unknown"


class NothingToRepeatError(ChartingError):
    """There is no earlier visit with needles to repeat."""

    code = "charting.nothing_to_repeat"


class NothingFoundError(ChartingError):
    """There is no earlier visit in which something was found or measured."""

    code = "charting.nothing_found"


class NothingWrittenError(ChartingError):
    """There is no earlier note whose sections could be taken over."""

    code = "charting.nothing_written"


class TextUnknownError(ChartingError):
    """There is no such phrase or template that this person may use or change."""

    code = "charting.text_unknown"


class ShortcutError(ChartingError):
    """A shortcut is 1 to 20 letters, digits, dots or dashes, without blanks."""

    code = "charting.shortcut"


class TextEmptyError(ChartingError):
    """A phrase has words, a template a name and something in it; ``field`` is what is missing."""

    code = "charting.text_empty"


class TextTakenError(ChartingError):
    """Another text that stands has this shortcut or name; ``field`` says which."""

    code = "charting.text_taken"


class TemplateLineError(ChartingError):
    """A line of a template cannot be read; ``field`` says which, ``faults`` are the core's."""

    code = "charting.template_line"


class SignUnknownError(ChartingError):
    """There is no such sign of tongue or pulse; ``field`` says where, ``given`` what was typed."""

    code = "charting.sign_unknown"


class SecondSetError(ChartingError):
    """All needles are out: is this one forgotten, or a second set?"""

    code = "charting.second_set"


class NeedleTimeError(ChartingError):
    """Needles come out after they went in, and neither lies ahead; ``reason``: order, future."""

    code = "charting.needle_time"


class NeedleUnknownError(ChartingError):
    """There is no such needle in this note."""

    code = "charting.needle_unknown"


class NotReadyError(ChartingError):
    """The note cannot be signed yet; ``missing`` names what must be done first."""

    code = "charting.not_ready"


class AskedError(ChartingError):
    """The note can be signed when somebody has looked at ``findings``."""

    code = "charting.asked"


class NoActPermitError(ChartingError):
    """Who signs may not do ``act`` here, or registration or insurance has run out."""

    code = "charting.no_act_permit"


class OwnCosignError(ChartingError):
    """Nobody co-signs what they signed themselves."""

    code = "charting.own_cosign"


class NotScreenedError(ChartingError):
    """Something is to be asked or decided first; ``missing`` says what, ``visit`` of which."""

    code = "charting.not_screened"


class BoxUnknownError(ChartingError):
    """There is no such box of needles, or no such room to put it in."""

    code = "charting.box_unknown"


class BoxExpiredError(ChartingError):
    """The needles of this box are no longer sterile by their date."""

    code = "charting.box_expired"


class NoSuchNeedleError(ChartingError):
    """No needle has this diameter and length."""

    code = "charting.no_such_needle"


class NothingStaysError(ChartingError):
    """Nothing was left in at this visit, or it is out already."""

    code = "charting.nothing_stays"


class EventUnknownError(ChartingError):
    """There is no such kind of event, or no such event in this note; ``field`` says which word."""

    code = "charting.event_unknown"


class ProtocolUnknownError(ChartingError):
    """The centre has no such protocol."""

    code = "charting.protocol_unknown"


class ProtocolNameError(ChartingError):
    """A protocol has a name."""

    code = "charting.protocol_name"


class CodeUnknownError(ChartingError):
    """There is no such code in the list, or not in this note; ``code`` is what was typed."""

    code = "charting.code_unknown"
