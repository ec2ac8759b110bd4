"""Times as people type them on the centre's clock, and instants as pages send them back."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _


def instant_of(wall: datetime, zone: ZoneInfo | None = None) -> datetime:
    """Return the instant of a wall time; without ``zone`` in the centre's.

    Raises
    ------
    ValidationError
        The clocks skip this time, or show it twice: nobody can know which is meant.
    """
    here = zone or timezone.get_current_timezone()
    first, second = (wall.replace(tzinfo=here, fold=fold) for fold in (0, 1))
    if timezone.make_naive(first.astimezone(ZoneInfo("UTC")), here) != wall:
        raise ValidationError(_("The clocks go forward over this time: it does not exist."))
    if first.utcoffset() != second.utcoffset():
        raise ValidationError(
            _("The clocks go back over this time: it comes twice. Say one before or after it.")
        )
    return first


class WallTimeField(forms.DateTimeField):
    """A day and time on the centre's clock, as typed: without a zone."""

    def to_python(self, value: Any) -> datetime | None:
        """Return the instant."""
        wall = self._read(value)
        if wall is not None and wall.tzinfo is not None:
            raise self._unread()
        return instant_of(wall) if wall else None

    def _read(self, value: Any) -> datetime | None:
        if not value or isinstance(value, datetime):
            return value or None
        try:
            found = parse_datetime(str(value).strip())
        except ValueError as error:
            raise self._unread() from error
        if found is None:
            raise self._unread()
        return found

    def _unread(self) -> ValidationError:
        return ValidationError(self.error_messages["invalid"], code="invalid")


class InstantField(WallTimeField):
    """A moment that a page wrote itself: with its offset, or it is none."""

    def to_python(self, value: Any) -> datetime | None:
        """Return the instant."""
        found = self._read(value)
        if found is not None and found.tzinfo is None:
            raise self._unread()
        return found
