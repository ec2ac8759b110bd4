"""Whether what a message says is still so: asked in the transaction that sends it.

Who knows of a kind's matter stands above this app, and says here once, when the program starts,
how it is to be asked.
"""

from collections.abc import Callable

from ashi.apps.messages.models import Message

Question = Callable[[Message], bool]
_QUESTIONS: dict[str, Question] = {}


def ask_before_sending(kind: str, question: Question) -> None:
    """Have ``question`` answered before each message of a kind goes; False calls it off."""
    _QUESTIONS[kind] = question


def still_stands(message: Message) -> bool:
    """Tell whether a message may go; one of a kind that nobody asks about always may."""
    question = _QUESTIONS.get(message.kind)
    return question is None or question(message)
