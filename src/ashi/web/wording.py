"""From refusals to sentences. Each area keeps its table; this finds the right one."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from ashi.core.kernel.errors import AshiError
from ashi.web.desk import wording as desk

Sentence = Callable[[AshiError], str]
WORDINGS: dict[str, Sentence] = {
    "accounts.not_allowed": lambda error: _("Your role does not allow this."),
    **desk.WORDINGS,
}


def sentence_for(error: AshiError) -> str:
    """Return what to tell the person; a code without wording is a fault that a test finds."""
    return WORDINGS[error.code](error)
