"""Refusals of documents."""

from ashi.core.kernel.errors import AshiError


class DocumentError(AshiError):
    """The root of what the documents refuse."""

    code = "documents.error"


class FileRefusedError(DocumentError):
    """The file is not kept.

    ``reason``: empty, too-large, kind, heic, lies (``says`` and ``is``), broken, locked, pixels
    (``megapixels``).
    """

    code = "documents.file"


class NoTitleError(DocumentError):
    """A document needs a title."""

    code = "documents.no_title"


class NoReasonError(DocumentError):
    """A document is put away for a reason."""

    code = "documents.no_reason"


class DatedAheadError(DocumentError):
    """No document bears a date that has not come, or one of another century but the last."""

    code = "documents.dated"


class DocumentUnknownError(DocumentError):
    """The patient has no such document, or no such visit to hang it on."""

    code = "documents.unknown"


class FileLostError(DocumentError):
    """The stored file is not there, or is not what was stored."""

    code = "documents.lost"
