"""Who acts: the value every action takes as ``by``.

It holds ids and codes only, so it can be written into the audit trail as it is.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Source(StrEnum):
    """Through which door an act came in."""

    WEB = "web"
    PUBLIC = "public"
    LINK = "link"
    CLI = "cli"
    JOB = "job"
    FHIR = "fhir"


class Purpose(StrEnum):
    """Why a record was opened; FHIR's PurposeOfUse narrowed to what a centre does."""

    TREATMENT = "treatment"
    SCHEDULING = "scheduling"
    PAYMENT = "payment"
    QUALITY = "quality"
    PATIENT_REQUEST = "patient-request"
    EMERGENCY = "emergency"
    OPERATIONS = "operations"


@dataclass(frozen=True, slots=True)
class Actor:
    """One person (or the system) acting, at one centre, in one role.

    ``role`` is a value of ``ashi.apps.accounts.roles.Role``; ``centre_id`` is None for
    acts of the whole organisation; ``user_id`` is None for the public and for jobs.
    """

    role: str
    user_id: int | None = None
    centre_id: int | None = None
    source: Source = Source.WEB
    device_id: int | None = None
    purpose: Purpose = Purpose.OPERATIONS
    permissions: frozenset[str] = field(default_factory=frozenset)
    break_glass_reason: str = ""


SYSTEM = Actor(role="system", source=Source.JOB)
