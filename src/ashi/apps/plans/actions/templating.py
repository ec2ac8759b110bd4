"""A centre keeps a course under a name, and takes it out of use."""

from django.db import transaction
from django.utils import timezone

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.centres.models import Centre
from ashi.apps.patients.texts import checked_text
from ashi.apps.plans.actions.owning import planner
from ashi.apps.plans.actions.planning import Dose
from ashi.apps.plans.errors import NoWordsError, PlanUnknownError, TemplateNamedError
from ashi.apps.plans.models import CourseTemplate, Plan

LONGEST_NAME = 80


@transaction.atomic
def keep_course_template(*, by: Actor, plan_id: int, name: str) -> CourseTemplate:
    """Keep the course of a plan, as it is now, for the centre under a name.

    Nothing of the patient is kept with it.

    Raises
    ------
    NotAllowedError, PlanUnknownError, NoWordsError, TooLongError, UnwritableError
    TemplateNamedError
        The centre has a course of this name.
    """
    user = planner(by, Permission.PROTOCOL_WRITE)
    plan = Plan.objects.filter(pk=plan_id, centre=by.centre_id).first()
    if plan is None:
        raise PlanUnknownError(plan=plan_id)
    said = checked_text("name", name, LONGEST_NAME)
    if not said:
        raise NoWordsError(field="name")
    Centre.objects.select_for_update(no_key=True).get(pk=plan.centre_id)  # one name at a time
    own = CourseTemplate.objects.filter(centre=plan.centre_id, ended_at=None)
    if own.filter(name__iexact=said).exists():
        raise TemplateNamedError(field="name", name=said)
    version = plan.versions.latest("number")
    columns = {column: getattr(version, column) for column in Dose.__dataclass_fields__}
    row = CourseTemplate.objects.create(
        centre_id=plan.centre_id,
        name=said,
        condition=plan.condition,
        phase=plan.phase,
        dose=columns | {"template": ""},
        made_by_id=user,
    )
    record(by=by, action="course_template.keep", subject=("course_template", row.pk))
    return row


@transaction.atomic
def end_course_template(*, by: Actor, template_id: int) -> None:
    """Offer a centre's course no more; a second press changes nothing.

    Raises
    ------
    NotAllowedError, PlanUnknownError
    """
    require(by, Permission.PROTOCOL_WRITE, centre_id=by.centre_id)
    rows = CourseTemplate.objects.select_for_update().filter(centre=by.centre_id)
    row = rows.filter(pk=template_id).first()
    if row is None:
        raise PlanUnknownError(template=template_id)
    if row.ended_at is None:
        row.ended_at = timezone.now()
        row.save(update_fields=["ended_at"])
        record(by=by, action="course_template.end", subject=("course_template", row.pk))
