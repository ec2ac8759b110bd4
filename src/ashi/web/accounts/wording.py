"""Words for roles, and for refusals about who may do what."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ashi.apps.accounts.roles import Role
from ashi.core.kernel.errors import AshiError

ROLE_WORDS: dict[str, str | Promise] = {
    Role.PATIENT: gettext_lazy("Patient"),
    Role.DESK: gettext_lazy("Front desk"),
    Role.ASSISTANT: gettext_lazy("Assistant"),
    Role.STUDENT: gettext_lazy("Student"),
    Role.LOCUM: gettext_lazy("Locum"),
    Role.PRACTITIONER: gettext_lazy("Practitioner"),
    Role.LEAD: gettext_lazy("Lead practitioner"),
    Role.OWNER: gettext_lazy("Owner"),
    Role.AUDITOR: gettext_lazy("Auditor"),
}

WORDINGS: dict[str, Callable[[AshiError], str]] = {
    "accounts.not_allowed": lambda error: _("Your role does not allow this."),
}
