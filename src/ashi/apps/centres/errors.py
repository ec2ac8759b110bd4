"""Refusals of the centre's settings."""

from ashi.core.kernel.errors import AshiError


class SettingUnknownError(AshiError):
    """No such thing at the actor's centre."""

    code = "centres.setting_unknown"


class SettingChangedError(AshiError):
    """Somebody else saved this meanwhile; nothing was overwritten."""

    code = "centres.setting_changed"


class HoursTextError(AshiError):
    """A day's hours that cannot be read (``text``), or that overlap (``reason``)."""

    code = "centres.hours_text"


class SpanOrderError(AshiError):
    """A span that ends before it begins, or lies on no clock."""

    code = "centres.span_order"


class MeetsVisitsError(AshiError):
    """Booked visits lie in the way (``sessions``): to be confirmed, they stay as they are."""

    code = "centres.meets_visits"


class ServiceShapeError(AshiError):
    """A service that cannot be held: ``reason``, and the row (``at``) it is about."""

    code = "centres.service_shape"


class TermsValueError(AshiError):
    """Hours or sums that no terms have: below nought, or beyond any visit."""

    code = "centres.terms_value"


class ReminderTimesError(AshiError):
    """Reminders or quiet hours that cannot be: ``reason`` is times or quiet."""

    code = "centres.reminder_times"
