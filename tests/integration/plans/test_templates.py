"""A centre keeps courses of its own, and plans begin from them."""

import pytest

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.plans.actions.templating import end_course_template, keep_course_template
from ashi.apps.plans.errors import NoWordsError, PlanUnknownError, TemplateNamedError
from ashi.apps.plans.models import CourseTemplate, Plan
from tests.desk.centre import make_centre, make_patient
from tests.desk.planned import plan_of
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def plan(small):
    return plan_of(small, make_patient(), visits=5, acupuncture=5, reviews=(3, 5), stop_at=5)


def keep(small, plan, name="Backs, five visits", who="maria"):
    return keep_course_template(by=small.actor(who), plan_id=plan.pk, name=name)


def test_a_plan_begins_from_the_centres_own_course_and_says_so(small, plan):
    row = keep(small, plan)
    maria, other = client_of(small.users["maria"]), make_patient("Other", "Person")
    page = maria.get(f"/plans/{other.pk}/new?template=own-{row.pk}")
    form = page.context["form"]

    assert "Our own" in page.content.decode()
    assert form["visits"].value() == 5
    assert form["reviews"].value() == "3, 5"
    assert "Maria" not in str(row.dose)
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    sent |= {"told": ["nothing", "both"], "prefers": "needles first"}
    assert maria.post(f"/plans/{other.pk}/new", sent).status_code == 302
    version = Plan.objects.get(patient=other).versions.get()
    assert (version.template, version.visits, version.reviews) == (f"own-{row.pk}", 5, [3, 5])


def test_a_name_is_kept_once_and_can_be_used_again_after_its_end(small, plan):
    row = keep(small, plan)
    with pytest.raises(TemplateNamedError):
        keep(small, plan, "BACKS, five visits")
    with pytest.raises(NoWordsError):
        keep(small, plan, "  ")
    end_course_template(by=small.actor("maria"), template_id=row.pk)
    end_course_template(by=small.actor("maria"), template_id=row.pk)
    assert keep(small, plan).pk != row.pk
    maria = client_of(small.users["maria"])
    refused = maria.post(f"/plans/{plan.patient_id}/{plan.pk}/template", {"name": row.name})
    assert refused.status_code == 422
    assert "choose another" in refused.content.decode()


def test_a_course_out_of_use_is_offered_no_more_and_its_plans_stay(small, plan):
    row, maria = keep(small, plan), client_of(small.users["maria"])
    ended = maria.post(f"/plans/{plan.patient_id}/template/{row.pk}/end")

    assert ended.status_code == 302
    assert row.name not in maria.get(f"/plans/{plan.patient_id}/new").content.decode()
    assert Plan.objects.filter(pk=plan.pk, ended_on=None).exists()


def test_who_may_not_write_protocols_and_other_centres_change_nothing(small, plan):
    row, other = keep(small, plan), make_centre("other")
    for who in ("student", "desk"):
        with pytest.raises(NotAllowedError):
            keep(small, plan, "Another", who)
    with pytest.raises(PlanUnknownError):
        keep_course_template(by=other.actor("maria"), plan_id=plan.pk, name="Theirs")
    with pytest.raises(PlanUnknownError):
        end_course_template(by=other.actor("maria"), template_id=row.pk)
    assert CourseTemplate.objects.get().ended_at is None
