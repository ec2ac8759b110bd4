"""What the knowledge base refuses.

Decides        nothing
Does not       word errors
Gives          errors whose ``code`` says what happened, and whose fields say to what
"""

from ashi.core.kernel.errors import AshiError


class KnowledgeError(AshiError):
    """The root of what the knowledge base refuses."""

    code = "knowledge.error"


class UnknownPointError(KnowledgeError):
    """A writing that no point has; ``near`` holds codes of points that look like it."""

    code = "knowledge.unknown_point"

    def __init__(self, given: str, near: tuple[str, ...]) -> None:
        self.given = given
        self.near = near
        super().__init__(given=given, near=near)


class AmbiguousPointError(KnowledgeError):
    """A writing that several points have; ``candidates`` holds their codes, in order."""

    code = "knowledge.ambiguous_point"

    def __init__(self, given: str, candidates: tuple[str, ...]) -> None:
        self.given = given
        self.candidates = candidates
        super().__init__(given=given, candidates=candidates)


class UnknownViewError(KnowledgeError):
    """A view of the body that the atlas does not have; ``views`` holds those it has."""

    code = "knowledge.unknown_view"

    def __init__(self, given: str, views: tuple[str, ...]) -> None:
        self.given = given
        self.views = views
        super().__init__(given=given, views=views)


class DrawingFaultError(KnowledgeError):
    """A drawing that cannot be read; ``path`` says what of it."""

    code = "knowledge.drawing_fault"

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(path=path)
