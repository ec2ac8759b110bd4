"""The centre's own rate of unwanted effects stands beside the consent text, where it is known."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ashi.apps.charting import rates
from ashi.apps.charting.actions.events import Told, add_event
from ashi.apps.charting.rates import needling_rate
from ashi.apps.screening.models import Consent, ConsentPaper
from ashi.core.safety.consents import consent_texts
from ashi.core.safety.rates import Rate
from tests.desk.centre import make_patient, make_visit
from tests.desk.charted import chart, sign
from tests.desk.screened import during
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SAID = "after 2 of 3 visits with needles something unwanted was reported, 1 of them serious"


@pytest.fixture
def three_visits(small, patient, monkeypatch):
    """Two visits after which nothing was seen at once, one with something; one told of later."""
    monkeypatch.setattr(rates, "LEAST_VISITS", 3)
    visits = [
        make_visit(small, timezone.now() - timedelta(days=days), patient) for days in (21, 14, 7)
    ]
    by = small.actor("maria")
    for at, visit in enumerate(visits):
        with during(visit):
            chart(small, visit)
            if at == 0:
                add_event(by=by, visit_id=visit.pk, told=Told(code="AE01", severity="mild"))
            if at == 2:
                told = Told(code="AE01", severity="severe", serious=True)
                add_event(by=by, visit_id=visit.pk, told=told, since=True)
            sign(small, visit)
    return visits


def test_what_is_told_at_the_next_visit_counts_to_the_one_before(small, three_visits):
    found = needling_rate(small.centre.pk)

    assert found is not None
    assert (found.rate, found.serious) == (Rate(2, 3), 1)
    assert found.since == timezone.localdate(three_visits[0].session.starts_at)


def test_too_few_visits_tell_nobody_anything(small, three_visits, monkeypatch):
    monkeypatch.setattr(rates, "LEAST_VISITS", 4)

    assert needling_rate(small.centre.pk) is None
    visit = make_visit(small, timezone.now(), make_patient("Nikos", "Pieri"))
    shown = client_of(small.users["maria"]).get(f"/screening/{visit.pk}/consent/needling")
    assert "At this centre, since" not in shown.content.decode()


def test_what_was_read_is_kept_with_the_consent_and_on_the_paper(small, three_visits):
    visit = make_visit(small, timezone.now(), make_patient("Nikos", "Pieri"))
    maria, page = client_of(small.users["maria"]), f"/screening/{visit.pk}/consent/needling"
    assert SAID in maria.get(page).content.decode()

    maria.post(f"{page}/print", {"lang": "el"})
    version = consent_texts()["needling"].version
    maria.post(page, {"version": version, "signed_name": "Nikos Pieri", "way": "screen"})

    assert SAID in Consent.objects.get(patient=visit.patient).own_rate
    assert "2 από τις 3 επισκέψεις" in ConsentPaper.objects.get().paragraphs[-1]
    assert SAID in maria.get(page).content.decode()
