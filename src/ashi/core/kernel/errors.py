"""The one root of every refusal.

Decides        nothing
Gives          an error class whose ``code`` names what happened and whose ``fields`` say to what

Sentences are made at the edges (``web.wording``, ``cli``, ``fhir``), never here.
"""


class AshiError(Exception):
    """A refusal with a code; subclasses set ``code`` to ``package.what_happened``."""

    code = "ashi.error"

    def __init__(self, **fields: object) -> None:
        self.fields = fields
        super().__init__(f"{self.code} {fields}" if fields else self.code)
