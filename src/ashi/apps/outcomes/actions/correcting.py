"""What was sent wrongly is said anew beside it, with the reason; the first stays as it was."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from ashi.apps.accounts.policy import require
from ashi.apps.accounts.roles import Permission
from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.outcomes.actions.paging import page_again
from ashi.apps.outcomes.errors import NotAnsweredYetError, WhyMissingError
from ashi.apps.outcomes.forms import AskedForm, activities_of, forms_for
from ashi.apps.outcomes.models import Asking, Response
from ashi.apps.outcomes.scoring import Given, only_asked, scored, stored
from ashi.apps.patients.texts import checked_text

LONGEST = 300


def form_of(response: Response, asking: Asking) -> AskedForm:
    """Return the form by which a response is said anew."""
    activities = activities_of(asking)
    (form,) = forms_for(asking.centre_id, [response.measure], response.language, activities)
    return form


@transaction.atomic
def correct_response(
    *, by: Actor, response_id: int, given: Mapping[str, Given], why: str
) -> Response:
    """Say an answer anew. What it was asked for, and of which day it is, stays.

    Raises
    ------
    NotAllowedError, AnswerOutsideError, TooLongError
    WhyMissingError
    NotAnsweredYetError
        No sent answer of the actor's centre, or one that was corrected before.
    """
    require(by, Permission.CLINICAL_WRITE, centre_id=by.centre_id)
    reason = checked_text("why", why, LONGEST)
    if not reason:
        raise WhyMissingError()
    rows = Response.objects.select_for_update(of=("self",)).select_related("asking__visit__session")
    first = rows.filter(
        pk=response_id, asking__centre=by.centre_id, submitted_at__isnull=False, stated=False
    ).first()
    if first is None or Response.objects.filter(corrects=first).exists():
        raise NotAnsweredYetError(response=response_id)
    form = form_of(first, first.asking)
    known = {one.link_id for one in form.fitted.form.questions}
    answers = only_asked(form.fitted, {name: one for name, one in given.items() if name in known})
    score = scored(form.fitted, answers)
    now = timezone.now()
    row = Response(
        asking=first.asking,
        patient_id=first.patient_id,
        measure=first.measure,
        questionnaire=form.questionnaire,
        form=form.label,
        language=first.language,
        answers=answers,
        source=Response.Source.PAPER,
        by_id=by.user_id,
        begun_at=now,
        saved_at=now,
        submitted_at=now,
        answered_on=first.answered_on,
        late=first.late,
        after_end=first.after_end,
        corrects=first,
        why=reason,
        **stored(score),
    )
    row.save(force_insert=True)
    before = scored(form.fitted, first.answers)
    page_again(by=by, asking=first.asking, before=before, after=score)
    record(
        by=by,
        action="answers.correct",
        subject=("response", row.pk),
        patient_id=row.patient_id,
        detail={"corrects": first.pk, "measure": row.measure},
    )
    return row
