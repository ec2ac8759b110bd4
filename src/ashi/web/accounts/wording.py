"""Words for roles, and for refusals about who may do what."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ashi.apps.accounts.roles import Permission, Role
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
    Role.PUBLIC: gettext_lazy("Nobody signed in"),
    Role.SYSTEM: gettext_lazy("Ashi itself"),
}

PERMISSION_WORDS: dict[str, str | Promise] = {
    Permission.DIARY_READ: gettext_lazy("See the diary"),
    Permission.DIARY_WRITE: gettext_lazy("Book, move and cancel visits"),
    Permission.DIARY_OVERRIDE: gettext_lazy("Book against a rule, with a reason"),
    Permission.STEP_WRITE: gettext_lazy("Record the steps of a visit"),
    Permission.COUNT_WRITE: gettext_lazy("Count and remove needles"),
    Permission.IDENTITY_READ: gettext_lazy("See who patients are and how to reach them"),
    Permission.IDENTITY_WRITE: gettext_lazy("Add and change patients"),
    Permission.IDENTITY_MERGE: gettext_lazy("Merge two records of one person, and part them again"),
    Permission.CLINICAL_READ: gettext_lazy("Read clinical records"),
    Permission.CLINICAL_WRITE: gettext_lazy("Write clinical records"),
    Permission.CLINICAL_SIGN: gettext_lazy("Sign clinical records"),
    Permission.CLINICAL_COSIGN: gettext_lazy("Sign beside a student"),
    Permission.MONEY_READ: gettext_lazy("See money"),
    Permission.MONEY_WRITE: gettext_lazy("Take payments"),
    Permission.MONEY_WAIVE: gettext_lazy("Waive a fee"),
    Permission.SETTINGS_READ: gettext_lazy("See the settings"),
    Permission.SETTINGS_WRITE: gettext_lazy("Change the settings"),
    Permission.PROTOCOL_WRITE: gettext_lazy("Draft the centre's safety protocol"),
    Permission.PROTOCOL_SIGN: gettext_lazy("Sign the centre's safety protocol"),
    Permission.CONTENT_WRITE: gettext_lazy("Word the pages for patients"),
    Permission.CONTENT_PUBLISH: gettext_lazy("Publish the pages for patients"),
    Permission.STAFF_WRITE: gettext_lazy("Manage the team and its tablets"),
    Permission.AUDIT_READ: gettext_lazy("Read the trail"),
    Permission.GLASS_OPEN: gettext_lazy("Open a closed record for an hour, with a reason"),
    Permission.INSIGHTS_READ: gettext_lazy("See how the centre does, in numbers"),
    Permission.INSIGHTS_ROWS: gettext_lazy("See whom the numbers of the centre counted"),
    Permission.EXPORT: gettext_lazy("Export data"),
    Permission.OWN_VISITS: gettext_lazy("See one's own visits"),
}

WORDINGS: dict[str, Callable[[AshiError], str]] = {
    "accounts.not_allowed": lambda error: _("Your role does not allow this."),
}
