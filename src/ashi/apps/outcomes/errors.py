"""Refusals of outcomes."""

from ashi.core.kernel.errors import AshiError


class OutcomesAppError(AshiError):
    """The root of what asking and answering refuse."""

    code = "asked.error"


class MeasureNeedsFileError(OutcomesAppError):
    """Its questions are not ours to show; a centre loads them. ``measure``, ``licence``."""

    code = "asked.needs_file"


class AskingUnknownError(OutcomesAppError):
    """There is no such set of questions at the actor's centre."""

    code = "asked.unknown"


class LinkTooOldError(OutcomesAppError):
    """The link was good once; ``closed`` says until when."""

    code = "asked.link_too_old"


class AlreadyAnsweredError(OutcomesAppError):
    """The set was sent before, and the first answers stand; ``at`` says when."""

    code = "asked.already_answered"


class AnswerOutsideError(OutcomesAppError):
    """An answer that a question does not offer; ``measure`` and ``question`` name it."""

    code = "asked.answer_outside"


class NothingAnsweredError(OutcomesAppError):
    """Everything was left open: there is nothing to send."""

    code = "asked.nothing_answered"


class NotAnsweredYetError(OutcomesAppError):
    """There is no answer that could be corrected, or it was corrected already."""

    code = "asked.not_answered_yet"


class WhyMissingError(OutcomesAppError):
    """A correction says why."""

    code = "asked.why_missing"


class DayImpossibleError(OutcomesAppError):
    """Answers on paper are of a day up to today; ``day`` is what was given."""

    code = "asked.day_impossible"


class NothingToAskError(OutcomesAppError):
    """No complaint is stated, or nothing of the set may be asked at this centre."""

    code = "asked.nothing_to_ask"


class ThresholdUnknownError(OutcomesAppError):
    """The measure has no such published threshold."""

    code = "asked.threshold_unknown"


class FileUnreadableError(OutcomesAppError):
    """What was loaded is no JSON, or far too big."""

    code = "asked.file_unreadable"
