"""The waiting list as a browser without scripts joins and leaves it."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from ashi.apps.audit.models import Event
from ashi.apps.bookings.models import Wish
from ashi.apps.bookings.wishing import suits
from ashi.apps.encounters.actions.wishes import add_wish, meet_wish
from ashi.apps.encounters.errors import WishHoursError
from ashi.apps.messages.models import Message
from ashi.apps.messages.rendering import render
from ashi.apps.patients.models import Patient
from tests.desk.centre import SmallCentre, make_centre, make_patient, make_visit

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PAGE = "/book/acu-60/wait"
TYPED = {
    "given_name": "Γιώργος",
    "family_name": "Παύλου",
    "email": "giorgos@example.com",
    "phone": "99123456",
    "language": "el",
    "weekdays": ["1", "3"],
    "hours": "960-1440",
    "not_before": "2030-05-06",
    "note": "Ring twice",
    "key": "0" * 31 + "1",
}


@pytest.fixture
def small() -> SmallCentre:
    call_command("createcachetable", verbosity=0)
    return make_centre()


def join(client: Client, **changed):
    """Fill the form in, read the code from the letter, type it."""
    client.post(PAGE, TYPED | changed)
    code = Message.objects.filter(kind="booking-code").latest("pk").context["code"]
    return client.post("/book/wait/code", {"code": code})


def test_who_found_no_time_is_put_on_the_desk_s_list(small):
    maria = small.people["maria"]
    answer = join(Client(), person=str(maria.pk))

    wish = Wish.objects.get()
    assert answer.status_code == 302
    assert (wish.patient.full_name, wish.service, wish.practitioner) == (
        "Γιώργος Παύλου",
        small.service,
        maria,
    )
    assert (wish.weekdays, wish.from_min, wish.to_min) == ([1, 3], 960, 1440)
    assert wish.not_before == date(2030, 5, 6)
    assert (wish.note, wish.state) == ("Ring twice", "open")
    assert Event.objects.filter(action="wish.add", patient_id=wish.patient_id).count() == 1


def test_the_letter_says_so_once_and_its_link_takes_them_off(small):
    client = Client()
    join(client)
    join(client, weekdays=["4"], hours="", key="0" * 31 + "2")

    assert Wish.objects.get().weekdays == [4]
    assert Patient.objects.count() == 1
    letter = Message.objects.get(kind="wish-kept")
    text = render("wish-kept", "el", letter.context)
    link = letter.context["link"].removeprefix("http://testserver")
    assert "Είστε στη λίστα αναμονής" in text.subject
    assert letter.context["link"] in text.body

    other = Client()
    assert other.get(link).status_code == 200
    assert Wish.objects.get().state == "open"
    other.post(link)
    again = other.post(link)

    assert Wish.objects.get().state == "withdrawn"
    assert again.status_code == 200


def test_a_wish_that_was_met_stays_met(small):
    client = Client()
    join(client)
    wish = Wish.objects.get()
    visit = make_visit(small, timezone.now() + timedelta(days=1), wish.patient)
    meet_wish(by=small.actor("desk"), wish_id=wish.pk, visit=visit)
    link = Message.objects.get(kind="wish-kept").context["link"]

    client.post(link.removeprefix("http://testserver"))

    assert Wish.objects.get().state == "met"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"email": "no address"}, "email"),
        ({"given_name": ""}, "given_name"),
        ({"given_name": "\x00"}, "given_name"),
        ({"given_name": "x" * 81}, "given_name"),
        ({"weekdays": ["9"]}, "weekdays"),
        ({"hours": "5-3"}, "hours"),
        ({"not_before": "soon"}, "not_before"),
        ({"person": "999999"}, "person"),
        ({"note": "x" * 201}, "note"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_written(small, changed, field):
    answer = Client().post(PAGE, TYPED | changed)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Message.objects.exists()
    assert "Ring twice" in answer.content.decode() or field == "note"


def test_a_missing_name_is_asked_for_in_our_words(small):
    page = Client().post(PAGE, TYPED | {"given_name": ""}).content.decode()

    assert "Please fill this in." in page
    assert "This field is required" not in page


def test_a_wrong_code_writes_nothing(small):
    client = Client()
    client.post(PAGE, TYPED)

    answer = client.post("/book/wait/code", {"code": "000000x"})

    assert answer.status_code == 422
    assert not Wish.objects.exists()
    assert Client().get("/book/wait/code").status_code == 302


@pytest.mark.parametrize("path", ["/book/wait/forged/done", "/book/wait/1:abc/leave"])
def test_nobody_opens_a_wish_by_a_forged_link(small, path):
    assert Client().get(path).status_code == 404


def test_a_wish_suits_on_its_days_and_within_its_hours(small):
    wish = add_wish(
        by=small.actor("desk"),
        patient=make_patient("Anna", "Day"),
        service=small.service,
        weekdays=[2],
        from_min=720,
        to_min=960,
    )
    noon = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    starts = [noon + timedelta(minutes=15 * step) for step in range(7 * 96)]
    zone = small.centre.zone
    local = [one.astimezone(ZoneInfo(zone)) for one in starts]

    wanted = [
        one for one in local if one.weekday() == 2 and 720 <= one.hour * 60 + one.minute < 960
    ]

    assert [one for one in local if suits(wish, one)] == wanted
    assert len(wanted) == 16


@pytest.mark.parametrize("hours", [(600, 600), (700, 600), (-1, 5), (5, 1441)])
def test_hours_out_of_order_are_refused(small, hours):
    with pytest.raises(WishHoursError):
        add_wish(
            by=small.actor("desk"),
            patient=make_patient("Anna", "Day"),
            service=small.service,
            from_min=hours[0],
            to_min=hours[1],
        )
