"""Who may publish a page: two people, or the owner alone and by name."""

from ashi.apps.accounts.roles import Role
from ashi.apps.content.errors import NotSentError, SecondPersonError


def published_alone(*, role: str, publisher: int, author: int, sent: bool) -> bool:
    """Return whether somebody publishes words that nobody else has read.

    Parameters
    ----------
    role : the publisher's; only an owner may publish alone
    author : who wrote last
    sent : whether the words were sent for publishing, unchanged since

    Raises
    ------
    SecondPersonError
        The author is the publisher, and no owner.
    NotSentError
        Somebody else is still writing.
    """
    if publisher == author:
        if role != Role.OWNER:
            raise SecondPersonError()
        return True
    if not sent:
        raise NotSentError()
    return False
