"""Refusals of home programmes."""

from ashi.core.kernel.errors import AshiError


class ProgrammeError(AshiError):
    """The root of what home programmes refuse."""

    code = "programmes.error"


class ProgrammeUnknownError(ProgrammeError):
    """There is no such programme here."""

    code = "programmes.unknown"


class ProgrammeEmptyError(ProgrammeError):
    """No exercise was chosen."""

    code = "programmes.empty"


class TooManyExercisesError(ProgrammeError):
    """More than ``most`` exercises: nobody does them all."""

    code = "programmes.too_many"


class ExerciseUnknownError(ProgrammeError):
    """Nothing in the library is called ``exercise``."""

    code = "programmes.exercise"


class ExerciseTwiceError(ProgrammeError):
    """``exercise`` stands twice."""

    code = "programmes.twice"


class DoseOutsideError(ProgrammeError):
    """A number of the dose of ``exercise`` cannot be."""

    code = "programmes.dose"


class DaysTurnedError(ProgrammeError):
    """The last day is before the first."""

    code = "programmes.days"


class ProgrammeChangedError(ProgrammeError):
    """Somebody else changed it meanwhile."""

    code = "programmes.changed"


class NobodyToTellError(ProgrammeError):
    """Nobody of the patient's gets messages by e-mail."""

    code = "programmes.nobody"


class DayOutsideError(ProgrammeError):
    """Nothing can be answered for ``day``: it is to come, or too long ago."""

    code = "programmes.day"
