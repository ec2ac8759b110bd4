"""What the demo refuses."""

from ashi.core.kernel.errors import AshiError


class NotTheDemoError(AshiError):
    """Asked of a database or a server that is not the demo's."""

    code = "demo.not_the_demo"
