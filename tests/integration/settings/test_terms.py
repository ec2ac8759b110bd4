"""What giving a visit up costs, as the owner sets it for the centre and for a service."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ashi.apps.audit.models import Event
from ashi.apps.bookings.terms import offered_terms
from ashi.apps.centres.models import Service
from ashi.core.billing.terms import Terms

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PAGE = "/settings/terms"
TYPED = {"cancel_limit_h": "48", "late_cents": "20", "no_show_cents": "30.50", "deposit_cents": ""}


def seen(client, page: str) -> str:
    return client.get(page).context["seen"]


def test_the_centres_terms_are_kept_in_cents(small, owner):
    answer = owner.post(PAGE, TYPED | {"seen": seen(owner, PAGE)})

    small.service.refresh_from_db()
    assert answer.status_code == 302
    assert offered_terms(small.service) == Terms(48, 2000, 3050, 0)
    assert Event.objects.filter(action="settings.terms").count() == 1


def test_a_service_has_its_own_and_falls_back_to_the_centres(small, owner):
    owner.post(PAGE, TYPED | {"seen": seen(owner, PAGE)})
    own = f"/settings/services/{small.service.pk}/terms"

    owner.post(own, {"late_cents": "0", "notice_h": "2", "seen": seen(owner, own)})

    row = Service.objects.select_related("centre").get(pk=small.service.pk)
    assert offered_terms(row) == Terms(2, 0, 3050, 0)
    assert "free until 2 hours before, not coming €30.50" in owner.get(PAGE).content.decode()
    assert "€30.50" in owner.get(own).content.decode()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"cancel_limit_h": "337"}, "cancel_limit_h"),
        ({"cancel_limit_h": ""}, "cancel_limit_h"),
        ({"late_cents": "-1"}, "late_cents"),
        ({"no_show_cents": "1000.01"}, "no_show_cents"),
        ({"deposit_cents": "1.234"}, "deposit_cents"),
        ({"seen": "something else"}, "__all__"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(small, owner, changed, field):
    answer = owner.post(PAGE, TYPED | {"seen": seen(owner, PAGE)} | changed)

    small.centre.refresh_from_db()
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert (small.centre.cancel_limit_h, small.centre.late_cents) == (24, 0)


def test_the_page_takes_as_many_queries_for_three_services_as_for_one(small, owner):
    counts = []
    for many in (0, 2):
        for number in range(many):
            Service.objects.create(centre=small.centre, slug=f"more-{number}", name="More")
        owner.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            owner.get(PAGE)
        counts.append(len(queries))

    assert counts[0] == counts[1]
