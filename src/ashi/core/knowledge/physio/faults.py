"""What is wrong with a line, as a value."""

from typing import NamedTuple


class Fault(NamedTuple):
    """What is wrong, with what was typed and what may have been meant."""

    code: str
    given: str
    near: tuple[str, ...] = ()
