"""A day in an address."""

from datetime import date


class IsoDay:
    """``2026-11-25`` in an address, as a date."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """Read the day; Django answers 404 for one that does not exist."""
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        """Write the day; templates give it as text."""
        return value if isinstance(value, str) else value.isoformat()
