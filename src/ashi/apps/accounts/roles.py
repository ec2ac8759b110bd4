"""The roles and what each may do: the one matrix (DESIGN 6)."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody is at one centre."""

    PATIENT = "patient"
    DESK = "desk"
    ASSISTANT = "assistant"
    STUDENT = "student"
    LOCUM = "locum"
    PRACTITIONER = "practitioner"
    LEAD = "lead"
    OWNER = "owner"
    AUDITOR = "auditor"
    PUBLIC = "public"
    SYSTEM = "system"


STAFF_ROLES = (
    Role.DESK,
    Role.ASSISTANT,
    Role.STUDENT,
    Role.LOCUM,
    Role.PRACTITIONER,
    Role.LEAD,
    Role.OWNER,
    Role.AUDITOR,
)


class Permission(StrEnum):
    """One thing that may be done; views and actions name exactly these."""

    DIARY_READ = "diary.read"
    DIARY_WRITE = "diary.write"
    DIARY_OVERRIDE = "diary.override"
    STEP_WRITE = "step.write"
    COUNT_WRITE = "count.write"
    IDENTITY_READ = "identity.read"
    IDENTITY_WRITE = "identity.write"
    IDENTITY_MERGE = "identity.merge"
    CLINICAL_READ = "clinical.read"
    CLINICAL_WRITE = "clinical.write"
    CLINICAL_SIGN = "clinical.sign"
    CLINICAL_COSIGN = "clinical.cosign"
    MONEY_READ = "money.read"
    MONEY_WRITE = "money.write"
    MONEY_WAIVE = "money.waive"
    SETTINGS_READ = "settings.read"
    SETTINGS_WRITE = "settings.write"
    PROTOCOL_WRITE = "protocol.write"
    PROTOCOL_SIGN = "protocol.sign"
    CONTENT_WRITE = "content.write"
    CONTENT_PUBLISH = "content.publish"
    STAFF_WRITE = "staff.write"
    AUDIT_READ = "audit.read"
    GLASS_OPEN = "glass.open"
    INSIGHTS_READ = "insights.read"
    INSIGHTS_ROWS = "insights.rows"
    EXPORT = "export"
    OWN_VISITS = "own.visits"


_CARE = {
    Permission.DIARY_READ,
    Permission.DIARY_WRITE,
    Permission.STEP_WRITE,
    Permission.COUNT_WRITE,
    Permission.IDENTITY_READ,
    Permission.CLINICAL_READ,
    Permission.CLINICAL_WRITE,
    Permission.SETTINGS_READ,
}

MATRIX: dict[Role, frozenset[Permission]] = {
    Role.PATIENT: frozenset({Permission.OWN_VISITS}),
    Role.PUBLIC: frozenset(),
    Role.DESK: frozenset(
        {
            Permission.DIARY_READ,
            Permission.DIARY_WRITE,
            Permission.DIARY_OVERRIDE,
            Permission.STEP_WRITE,
            Permission.IDENTITY_READ,
            Permission.IDENTITY_WRITE,
            Permission.MONEY_READ,
            Permission.MONEY_WRITE,
            Permission.SETTINGS_READ,
            Permission.GLASS_OPEN,
            Permission.CONTENT_WRITE,
            Permission.INSIGHTS_READ,
            Permission.INSIGHTS_ROWS,
        }
    ),
    Role.ASSISTANT: frozenset(
        {
            Permission.DIARY_READ,
            Permission.STEP_WRITE,
            Permission.COUNT_WRITE,
            Permission.IDENTITY_READ,
            Permission.GLASS_OPEN,
        }
    ),
    Role.STUDENT: frozenset(
        {
            Permission.DIARY_READ,
            Permission.IDENTITY_READ,
            Permission.CLINICAL_READ,
            Permission.CLINICAL_WRITE,
        }
    ),
    Role.LOCUM: frozenset(_CARE | {Permission.CLINICAL_SIGN}),
    Role.PRACTITIONER: frozenset(
        _CARE
        | {
            Permission.CLINICAL_SIGN,
            Permission.CLINICAL_COSIGN,
            Permission.IDENTITY_WRITE,
            Permission.MONEY_WRITE,
            Permission.PROTOCOL_WRITE,
            Permission.CONTENT_WRITE,
            Permission.INSIGHTS_READ,
            Permission.INSIGHTS_ROWS,
        }
    ),
    Role.LEAD: frozenset(
        _CARE
        | {
            Permission.CLINICAL_SIGN,
            Permission.CLINICAL_COSIGN,
            Permission.IDENTITY_WRITE,
            Permission.MONEY_READ,
            Permission.MONEY_WRITE,
            Permission.MONEY_WAIVE,
            Permission.DIARY_OVERRIDE,
            Permission.SETTINGS_WRITE,
            Permission.IDENTITY_MERGE,
            Permission.PROTOCOL_WRITE,
            Permission.PROTOCOL_SIGN,
            Permission.CONTENT_WRITE,
            Permission.CONTENT_PUBLISH,
            Permission.INSIGHTS_READ,
            Permission.INSIGHTS_ROWS,
        }
    ),
    Role.OWNER: frozenset(
        set(Permission)
        - {
            Permission.OWN_VISITS,
            Permission.CLINICAL_SIGN,
            Permission.CLINICAL_COSIGN,
            Permission.GLASS_OPEN,  # nothing is closed to an owner
        }
    ),
    Role.AUDITOR: frozenset(
        {
            Permission.AUDIT_READ,
            Permission.SETTINGS_READ,
            Permission.GLASS_OPEN,
            Permission.INSIGHTS_READ,
        }
    ),
    Role.SYSTEM: frozenset(set(Permission)),
}


# A tablet's PIN opens what the day at the couch needs, and none of these.
FULL_ONLY = frozenset(
    {
        Permission.IDENTITY_MERGE,
        Permission.PROTOCOL_WRITE,
        Permission.PROTOCOL_SIGN,
        Permission.CONTENT_WRITE,
        Permission.CONTENT_PUBLISH,
        Permission.STAFF_WRITE,
        Permission.AUDIT_READ,
        Permission.INSIGHTS_READ,
        Permission.INSIGHTS_ROWS,
        Permission.EXPORT,
    }
)


def permissions_of(role: Role) -> frozenset[Permission]:
    """Return what ``role`` may do at its own centre."""
    return MATRIX[role]
