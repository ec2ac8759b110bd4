"""The team: invited by letter, changed, ended on a day, signed out everywhere."""

import re
from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.accounts.models import User
from ashi.apps.accounts.roles import Role
from ashi.apps.audit.actor import SYSTEM
from ashi.apps.audit.models import Event
from ashi.apps.centres.models import Membership
from ashi.apps.messages.delivering import letter_of
from ashi.apps.messages.models import Message
from ashi.apps.staff.actions.team import (
    change_role,
    end_membership,
    invite,
    sign_out_ended,
    sign_out_everywhere,
)
from ashi.apps.staff.errors import (
    AlreadyHereError,
    EndsBeforeStartError,
    LastOwnerError,
    LocumNeedsEndError,
    MemberUnknownError,
)
from ashi.apps.staff.queries import team_of
from tests.desk.centre import make_centre

pytestmark = pytest.mark.slow
NEW = {"email": "nina@example.org", "full_name": "Nina Neu", "language": "en"}


def days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


def membership(small, name: str) -> Membership:
    return Membership.objects.get(user=small.users[name], centre=small.centre)


def test_who_is_invited_sets_a_password_by_the_link_of_the_letter_and_signs_in(small):
    invite(by=small.actor("owner"), role=Role.DESK, **NEW)

    message = Message.objects.get()
    link = re.search(r"http://testserver(/accounts/\S+)", letter_of(message).body).group(1)
    client = Client()
    form = client.get(link, follow=True)
    chosen = {"password1": "under the lemon tree", "password2": "under the lemon tree"}
    client.post(form.redirect_chain[-1][0], chosen)
    user = User.objects.get(email="nina@example.org")

    assert (message.kind, message.to) == ("staff-invited", "nina@example.org")
    assert user.check_password("under the lemon tree")
    assert Client().get(link, follow=True).context["token_fail"]  # it works once


def test_an_invitation_is_one_membership_one_letter_and_one_event(small):
    made = invite(by=small.actor("owner"), role=Role.LOCUM, ends_on=days(9), **NEW)

    event = Event.objects.get(action="staff.invite")
    assert (made.role, made.starts_on, made.ends_on) == ("locum", days(0), days(9))
    assert event.detail == {
        "membership": made.pk,
        "role": "locum",
        "starts_on": days(0).isoformat(),
        "ends_on": days(9).isoformat(),
    }
    assert Message.objects.count() == 1


def test_who_left_comes_back_to_the_same_row_and_keeps_their_password(small):
    user = small.users["sofia"]
    user.set_password("a word that was set")
    user.save()
    kept = membership(small, "sofia")
    end_membership(by=small.actor("owner"), membership_id=kept.pk, last_day=days(-1))

    again = invite(
        by=small.actor("owner"),
        role=Role.ASSISTANT,
        email=user.email.upper(),
        full_name="Other",
        language="en",
    )

    assert (again.pk, again.user_id, again.ends_on) == (kept.pk, user.pk, None)
    assert "/accounts/password/reset" not in letter_of(Message.objects.get()).body


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ({"role": Role.LOCUM}, LocumNeedsEndError),
        ({"role": Role.PATIENT}, MemberUnknownError),
        ({"role": Role.SYSTEM}, MemberUnknownError),
        ({"role": Role.DESK, "ends_on": date(2001, 1, 1)}, EndsBeforeStartError),
    ],
)
def test_an_invitation_that_makes_no_sense_is_refused_and_leaves_nothing(small, asked, refusal):
    with pytest.raises(refusal):
        invite(by=small.actor("owner"), **NEW, **asked)

    assert not User.objects.filter(email=NEW["email"]).exists()
    assert not Message.objects.exists()


def test_the_same_role_twice_is_refused(small):
    with pytest.raises(AlreadyHereError):
        invite(
            by=small.actor("owner"),
            role=Role.DESK,
            email=small.users["desk"].email,
            full_name="x",
            language="en",
        )


@pytest.mark.parametrize("name", ["desk", "maria", "andreas", "sofia", "student"])
def test_only_the_owner_changes_the_team(small, name):
    kept = membership(small, "desk")
    by = small.actor(name)

    for act in (
        lambda: invite(by=by, role=Role.DESK, **NEW),
        lambda: change_role(by=by, membership_id=kept.pk, role=Role.OWNER),
        lambda: end_membership(by=by, membership_id=kept.pk, last_day=days(0)),
        lambda: team_of(by),
    ):
        with pytest.raises(NotAllowedError):
            act()


def test_another_centres_member_is_unknown_here(small):
    foreign = membership(make_centre("other"), "desk")

    for act in (
        lambda: change_role(by=small.actor("owner"), membership_id=foreign.pk, role=Role.LEAD),
        lambda: end_membership(by=small.actor("owner"), membership_id=foreign.pk, last_day=days(0)),
        lambda: sign_out_everywhere(by=small.actor("owner"), user_id=foreign.user_id),
    ):
        with pytest.raises(MemberUnknownError):
            act()


def test_the_last_owner_neither_ends_nor_becomes_something_else(small):
    owner = membership(small, "owner")

    with pytest.raises(LastOwnerError):
        end_membership(by=small.actor("owner"), membership_id=owner.pk, last_day=days(30))
    with pytest.raises(LastOwnerError):
        change_role(by=small.actor("owner"), membership_id=owner.pk, role=Role.LEAD)

    change_role(
        by=small.actor("owner"), membership_id=membership(small, "andreas").pk, role=Role.OWNER
    )
    end_membership(by=small.actor("owner"), membership_id=owner.pk, last_day=days(30))
    owner.refresh_from_db()
    assert owner.ends_on == days(30)


def test_a_last_day_to_come_lets_somebody_work_until_then(small, signed_in):
    client = signed_in("sofia")

    end_membership(
        by=small.actor("owner"), membership_id=membership(small, "sofia").pk, last_day=days(0)
    )

    assert client.get("/me").status_code == 200


def test_an_end_now_signs_out_on_every_device_at_once(small, signed_in):
    devices = [signed_in("sofia"), signed_in("sofia")]
    other = signed_in("maria")
    kept = membership(small, "sofia")

    answer = signed_in("owner").post(f"/team/{kept.pk}/end", {"now": "1"})

    assert answer.status_code == 302
    assert [one.get("/me").status_code for one in devices] == [302, 302]
    assert other.get("/me").status_code == 200


def test_whose_last_day_was_yesterday_is_signed_out_once(small, signed_in):
    client = signed_in("sofia")
    Membership.objects.filter(user=small.users["sofia"]).update(ends_on=days(-1))

    assert [sign_out_ended(by=SYSTEM), sign_out_ended(by=SYSTEM)] == [1, 0]
    assert client.get("/me").status_code == 302


def test_a_lost_device_is_signed_out_and_the_role_stays(small, signed_in):
    lost = signed_in("maria")

    signed_in("owner").post(f"/team/{membership(small, 'maria').pk}/sign-out")

    assert lost.get("/me").status_code == 302
    small.users["maria"].refresh_from_db()
    assert signed_in("maria").get("/me").status_code == 200


def test_the_page_shows_role_days_second_step_and_last_sign_in(small, signed_in):
    Authenticator.objects.create(user=small.users["maria"], type="totp", data={})
    Authenticator.objects.create(user=small.users["desk"], type="recovery_codes", data={})
    change_role(
        by=small.actor("owner"),
        membership_id=membership(small, "student").pk,
        role=Role.LOCUM,
        ends_on=days(5),
    )

    members = signed_in("owner").get("/team").context["members"]

    shown = {
        one.membership.user.full_name: (
            one.membership.role,
            one.membership.ends_on,
            one.second_factor,
            one.state,
        )
        for one in members
    }
    assert shown == {
        "Andreas Nicolaou": ("lead", None, False, "now"),
        "Elena Desk": ("desk", None, False, "now"),
        "Maria Georgiou": ("practitioner", None, True, "now"),
        "Omiros Owner": ("owner", None, False, "now"),
        "Sofia Kyriakidou": ("assistant", None, False, "now"),
        "Stelios Student": ("locum", days(5), False, "now"),
    }


def test_the_page_takes_as_many_queries_for_many_as_for_few(small, signed_in):
    client, counts = signed_in("owner"), []
    for number in range(2):
        client.get("/team")
        with CaptureQueriesContext(connection) as seen:
            client.get("/team")
        counts.append(len(seen))
        for turn in range(5):
            invite(
                by=small.actor("owner"),
                role=Role.DESK,
                email=f"{number}-{turn}@example.org",
                full_name="x",
                language="en",
            )

    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "no address"),
        ("email", "a\x00@example.org"),
        ("full_name", ""),
        ("full_name", "x" * 200),
        ("role", "patient"),
        ("role", "locum"),
        ("ends_on", "2001-01-01"),
        ("starts_on", "soon"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_lost(signed_in, field, value):
    sent = {**NEW, "role": "desk", field: value}

    answer = signed_in("owner").post("/team/invite", sent)

    wrong = "ends_on" if (field, value) == ("role", "locum") else field
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [wrong]
    assert answer.context["form"]["language"].value() == "en"
    assert not Membership.objects.filter(user__email=NEW["email"]).exists()


def test_everybody_sees_what_they_may_and_where_they_are_signed_in(signed_in):
    page = signed_in("sofia").get("/me")

    assert [str(word) for word in page.context["may"]] == [
        "See the diary",
        "Record the steps of a visit",
        "Count and remove needles",
        "See who patients are and how to reach them",
        "Open a closed record for an hour, with a reason",
    ]


def test_signing_oneself_out_everywhere_ends_all_ones_sessions(signed_in):
    here, there = signed_in("desk"), signed_in("desk")

    here.post("/me/sign-out")

    assert [here.get("/me").status_code, there.get("/me").status_code] == [302, 302]
