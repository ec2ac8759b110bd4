"""From refusals to sentences. Each area keeps its table; this finds the right one."""

from collections.abc import Callable

from ashi.core.kernel.errors import AshiError
from ashi.web.accounts import wording as accounts
from ashi.web.charting import wording as charting
from ashi.web.content import wording as content
from ashi.web.desk import wording as desk
from ashi.web.documents import wording as documents
from ashi.web.evidence import wording as evidence
from ashi.web.feed import wording as feed
from ashi.web.insights import wording as insights
from ashi.web.letters import wording as letters
from ashi.web.outcomes import wording as outcomes
from ashi.web.patients import wording as patients
from ashi.web.plans import wording as plans
from ashi.web.programmes import wording as programmes
from ashi.web.protocol import wording as protocol
from ashi.web.screening import wording as screening
from ashi.web.settings import wording as settings
from ashi.web.staff import wording as staff

Sentence = Callable[[AshiError], str]
WORDINGS: dict[str, Sentence] = {
    **accounts.WORDINGS,
    **patients.WORDINGS,
    **staff.WORDINGS,
    **desk.WORDINGS,
    **settings.WORDINGS,
    **letters.WORDINGS,
    **charting.WORDINGS,
    **screening.WORDINGS,
    **documents.WORDINGS,
    **evidence.WORDINGS,
    **protocol.WORDINGS,
    **feed.WORDINGS,
    **outcomes.WORDINGS,
    **plans.WORDINGS,
    **programmes.WORDINGS,
    **content.WORDINGS,
    **insights.WORDINGS,
}


def sentence_for(error: AshiError) -> str:
    """Return what to tell the person; a code without wording is a fault that a test finds."""
    return WORDINGS[error.code](error)
