"""Needles that are set again and again: kept under a name, charted by one press, ended."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.charting.actions.needling import add_needles
from ashi.apps.charting.actions.protocols import end_protocol, keep_protocol
from ashi.apps.charting.errors import (
    NothingToRepeatError,
    ProtocolNameError,
    ProtocolUnknownError,
)
from ashi.apps.charting.models import NeedleProtocol, Needling
from tests.desk.centre import make_centre, make_visit
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LINE = 'BL23 left 25mm seek deqi dull ea1 dd 2/100hz; ashi L4 left 15mm "sore there"'


@pytest.fixture
def by(small, visit):
    return {"by": small.actor("maria"), "visit_id": visit.pk}


def test_a_protocol_holds_what_is_meant_and_not_what_came_of_it(by):
    add_needles(**by, line=LINE)
    kept = keep_protocol(**by, name="  Low   back ")

    assert kept.name == "Low back"
    assert kept.line == (
        "BL23 left seek deqi dense-disperse 25mm ea1 2/100hz 0.25x40; ashi L4 left 15mm 0.25x40"
    )


def test_one_press_charts_it_copied_and_with_todays_lot(small, patient, by):
    add_needles(**by, line=LINE)
    kept = keep_protocol(**by, name="Low back")
    other = make_visit(small, timezone.now() + timedelta(hours=1), patient)
    maria = client_of(small.users["maria"])
    shown = maria.get(f"/chart/{other.pk}").content.decode()
    assert f'name="protocol" value="{kept.pk}"' in shown

    maria.post(f"/chart/{other.pk}/needles", {"line": "KI3 both", "protocol": str(kept.pk)})

    rows = list(Needling.objects.filter(note__visit=other))
    assert [row.point or row.kind for row in rows] == ["BL23", "ashi", "KI3", "KI3"]
    assert rows[0].lot == "A4471"
    assert {"depth_mm", "sought", "hertz"} <= set(rows[0].copied)
    assert rows[0].responses == []
    assert rows[2].copied == []


def test_the_same_name_again_ends_the_one_before_it_and_keeps_it(by):
    add_needles(**by, line="SP6 left 20mm")
    first = keep_protocol(**by, name="Calm")
    add_needles(**by, line="HT7 left 5mm")
    keep_protocol(**by, name="Calm")

    first.refresh_from_db()
    assert first.ended_at is not None
    assert NeedleProtocol.objects.get(ended_at=None).line.count(";") == 1


def test_what_is_nobodys_is_not_charted(small, by):
    add_needles(**by, line="SP6 left 20mm")
    kept = keep_protocol(**by, name="Calm")
    NeedleProtocol.objects.update(centre=make_centre("other").centre)
    with pytest.raises(ProtocolUnknownError):
        add_needles(**by, protocol=kept.pk)
    with pytest.raises(ProtocolUnknownError):
        end_protocol(by=small.actor("maria"), protocol_id=kept.pk)
    assert Needling.objects.count() == 1


def test_a_protocol_has_needles_a_name_and_a_signer(small, visit, by):
    with pytest.raises(NothingToRepeatError):
        keep_protocol(**by, name="Empty")
    add_needles(**by, line="SP6 left 20mm")
    with pytest.raises(ProtocolNameError):
        keep_protocol(**by, name="   ")
    with pytest.raises(NotAllowedError):
        keep_protocol(by=small.actor("sofia"), visit_id=visit.pk, name="Calm")
    assert not NeedleProtocol.objects.exists()


def test_in_the_page_it_is_kept_and_ended(small, visit, by):
    maria, page = client_of(small.users["maria"]), f"/chart/{visit.pk}"
    add_needles(**by, line="SP6 left 20mm")
    assert maria.post(f"{page}/protocol", {"name": ""}).status_code == 422
    maria.post(f"{page}/protocol", {"name": "Calm"})
    kept = NeedleProtocol.objects.get()
    assert "Calm" in maria.get(page).content.decode()
    maria.post(f"{page}/protocol/{kept.pk}/end")
    maria.post(f"{page}/protocol/{kept.pk}/end")

    assert NeedleProtocol.objects.get().ended_at is not None
    assert 'name="protocol"' not in maria.get(page).content.decode()
