"""Services: copied, renamed, given other phases and roles; what is booked stays as promised."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ashi.apps.bookings.openings import openings_for
from ashi.apps.centres.actions_services import ROLE, save_phases, save_roles, seen_service
from ashi.apps.centres.errors import ServiceShapeError, SettingChangedError
from ashi.apps.centres.models import Service
from tests.desk.centre import make_centre, make_visit, today

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PHASE = {
    "kind": "with",
    "name": "Talk",
    "name_el": "",
    "minutes": 20,
    "roles": ["therapist", "room"],
    "patient": True,
    "check_after_min": None,
    "least_min": None,
    "may_be_left_out": False,
}


def seen(small) -> str:
    """Return what a page of the stored service shows."""
    return seen_service(Service.objects.get(pk=small.service.pk))


def path(small, page=""):
    return f"/settings/services/{small.service.pk}{page}"


def typed(answer, name="rows"):
    """Return the form of a page as a browser would send it."""
    data = {"seen": answer.context["seen"]}
    for form in answer.context[name]:
        for field in form:
            value = field.value()
            if value not in (None, False, "", []):
                data[field.html_name] = "on" if value is True else value
    return data


def test_phases_are_changed_for_new_bookings_and_what_is_booked_stays(small, owner):
    visit = make_visit(small, timezone.now() + timedelta(days=1))
    promised = visit.session.plan
    form = typed(owner.get(path(small, "/phases")))
    rest = next(key for key, value in form.items() if value == "Needles rest").split("-")[0]

    answer = owner.post(path(small, "/phases"), form | {f"{rest}-minutes": "30"})

    assert answer.status_code == 302
    assert [one.minutes for one in small.service.phases.all()] == [15, 30, 5, 15, 5]
    visit.session.refresh_from_db()
    assert visit.session.plan == promised
    day = today() + timedelta(days=3)
    found = openings_for(service=small.service, first=day, last=day, limit=1)[0]
    assert found.end - found.start == timedelta(minutes=70)


def test_a_phase_is_left_out_one_is_added_and_the_order_is_obeyed(small, owner):
    form = typed(owner.get(path(small, "/phases")))
    added = {
        "phase5-name": "Tea",
        "phase5-minutes": "7",
        "phase5-kind": "with",
        "phase5-order": "5",
    }

    owner.post(path(small, "/phases"), form | added | {"phase3-gone": "on"})

    assert [(one.name, one.minutes) for one in small.service.phases.all()] == [
        ("Tea", 7),
        ("Intake, needling", 15),
        ("Needles rest", 20),
        ("Needles out", 5),
        ("Prepare room", 5),
    ]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"minutes": 0}, "minutes"),
        ({"minutes": 1441}, "minutes"),
        ({"roles": ["nobody"]}, "roles"),
        ({"check_after_min": 20}, "check"),
        ({"least_min": 21}, "least"),
        ({"least_min": 0}, "least"),
        ({"may_be_left_out": True}, "needed"),
        ({"patient": False}, "nobody"),
        ({"kind": "dance"}, "kind"),
    ],
)
def test_phases_that_cannot_be_are_refused_and_nothing_changes(small, changed, reason):
    before = seen(small)

    with pytest.raises(ServiceShapeError) as refusal:
        save_phases(
            by=small.actor("owner"),
            service_id=small.service.pk,
            seen=before,
            phases=[PHASE | changed],
        )

    assert refusal.value.fields["reason"] == reason
    assert seen(small) == before


def test_of_two_who_edit_at_once_the_second_is_told(small):
    shown, by = seen(small), small.actor("owner")
    save_phases(by=by, service_id=small.service.pk, seen=shown, phases=[PHASE])

    with pytest.raises(SettingChangedError):
        save_phases(by=by, service_id=small.service.pk, seen=shown, phases=[PHASE, PHASE])


def test_a_wrong_row_says_so_and_keeps_what_was_typed(small, owner):
    form = typed(owner.get(path(small, "/phases")))

    answer = owner.post(path(small, "/phases"), form | {"phase1-minutes": "soon"})

    assert answer.status_code == 422
    assert 'value="soon"' in answer.content.decode()
    assert list(answer.context["rows"][1].errors) == ["minutes"]


def test_a_role_that_a_phase_asks_for_cannot_be_left_out(small, owner):
    form = typed(owner.get(path(small, "/roles")))

    answer = owner.post(path(small, "/roles"), form | {"role0-key": "other"})

    assert answer.status_code == 422
    assert "A phase still asks for a role that you left out." in answer.content.decode()
    assert small.service.roles.filter(key="therapist").exists()


def test_a_role_is_added_and_can_be_asked_for_by_a_phase(small, owner):
    form = typed(owner.get(path(small, "/roles")))
    at = len(small.service.roles.all())
    new = {f"role{at}-key": "machine", f"role{at}-kinds": ["equipment"]}

    assert owner.post(path(small, "/roles"), form | new).status_code == 302
    assert small.service.roles.get(key="machine").kinds == ["equipment"]
    assert "machine" in owner.get(path(small, "/phases")).content.decode()


def test_a_copy_is_whole_not_offered_and_changes_alone(small, owner):
    owner.post(path(small, "/copy"))

    new = Service.objects.latest("pk")
    assert (new.active, new.slug != small.service.slug) == (False, True)
    assert [one.minutes for one in new.phases.all()] == [15, 20, 5, 15, 5]
    assert new.roles.count() == small.service.roles.count()
    form = {
        "name": "Short", "price": "35.50", "payer": "gesy", "least_one_to_one_min": "30",
        "places": "1", "position": "3", "active": "on", "seen": seen_service(new),
    }  # fmt: skip
    assert owner.post(f"/settings/services/{new.pk}", form).status_code == 302
    new.refresh_from_db()
    assert (new.name, str(new.price), new.payer, new.active) == ("Short", "35.50", "gesy", True)
    small.service.refresh_from_db()
    assert small.service.name == "Acupuncture, 60 min"


def test_the_list_asks_as_often_for_six_services_as_for_two(small, owner):
    def count():
        with CaptureQueriesContext(connection) as queries:
            assert owner.get("/settings/services").status_code == 200
        return len(queries)

    owner.get("/settings/services")
    few = count()
    for _ in range(4):
        owner.post(path(small, "/copy"))
    owner.get("/settings/services")
    assert count() == few


def test_another_centre_s_service_is_not_there(small, owner):
    other = make_centre("other").service

    for page in ("", "/phases", "/roles"):
        assert owner.get(f"/settings/services/{other.pk}{page}").status_code == 404
    assert owner.post(f"/settings/services/{other.pk}/copy").status_code == 404


def test_how_short_a_phase_may_be_and_whether_it_may_be_left_out_is_kept(small, owner):
    form = typed(owner.get(path(small, "/phases")))
    kinds = [one.kind for one in small.service.phases.all()]
    rest, move = kinds.index("rest"), kinds.index("move")
    said = {f"phase{rest}-least_min": "10", f"phase{move}-may_be_left_out": "on"}

    owner.post(path(small, "/phases"), form | said)

    rows = [(one.kind, one.least_min, one.may_be_left_out) for one in small.service.phases.all()]
    assert [row for row in rows if row[1:] != (None, False)] == [
        ("rest", 10, False),
        ("move", None, True),
    ]


def test_the_owner_says_which_rooms_may_and_which_are_taken_first(small, owner):
    one, two = small.rooms["Room 1"].pk, small.rooms["Room 2"].pk
    at = next(n for n, role in enumerate(small.service.roles.all()) if role.key == "room")
    page = owner.get(path(small, "/roles"))
    form = typed(page)

    said = {f"role{at}-only": [str(one), str(two)], f"role{at}-preferred": [str(two)]}
    answer = owner.post(path(small, "/roles"), form | said)

    offered = [pk for pk, _name in page.context["rows"][at].fields["only"].choices]
    role = small.service.roles.get(key="room")
    assert set(offered) == {row.pk for row in small.rooms.values()}  # rooms, and nobody else
    assert (answer.status_code, role.only, role.preferred) == (302, [one, two], [two])
    text = owner.get(path(small, "/roles")).content.decode()
    assert "Only Room 1, Room 2" in text
    assert "first Room 2" in text


@pytest.mark.parametrize(
    ("only", "preferred", "reason"),
    [
        (["Room 1"], ["Room 2"], "rather"),
        ([0], [], "only"),
        (["maria"], [], "only"),
        ([], ["elsewhere"], "only"),
    ],
)
def test_names_that_cannot_fill_a_role_are_refused(small, only, preferred, reason):
    names = {**small.rooms, **small.people, "elsewhere": make_centre("other").rooms["Room 1"]}
    pks = [[names[one].pk if one in names else one for one in many] for many in (only, preferred)]
    before = seen(small)
    role = {"key": "room", "kinds": ["room"], "skills": [], "acts": [], "profession": ""}
    others = [
        {name: getattr(row, name) for name in ROLE}
        for row in small.service.roles.exclude(key="room")
    ]

    with pytest.raises(ServiceShapeError) as refusal:
        save_roles(
            by=small.actor("owner"),
            service_id=small.service.pk,
            seen=before,
            roles=[*others, role | {"only": pks[0], "preferred": pks[1]}],
        )

    assert refusal.value.fields["reason"] == reason
    assert seen(small) == before
