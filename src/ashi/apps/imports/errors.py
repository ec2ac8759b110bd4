"""What is wrong with a whole file; what is wrong with one line is told by line."""

from ashi.core.kernel.errors import AshiError


class UnreadableFileError(AshiError):
    """The file cannot be read as a table; ``reason`` says why."""

    code = "imports.unreadable"


class MappingError(AshiError):
    """The mapping does not fit; ``path`` names the place in it, ``reason`` what is wrong there."""

    code = "imports.mapping"
