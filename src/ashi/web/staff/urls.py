"""Addresses of the team, of tablets, of closed records, and of oneself."""

from django.urls import path

from ashi.web.staff import glass, me, tablets, team

urlpatterns = [
    path("team", team.team, name="team"),
    path("team/invite", team.invite, name="team-invite"),
    path("team/<int:membership_id>", team.member, name="team-member"),
    path("team/<int:membership_id>/end", team.end, name="team-end"),
    path("team/<int:membership_id>/sign-out", team.sign_out, name="team-sign-out"),
    path("team/tablets/enrol", tablets.enrol, name="tablet-enrol"),
    path("team/tablets/<int:tablet_id>/revoke", tablets.revoke, name="tablet-revoke"),
    path("tablet", tablets.tablet, name="tablet"),
    path("tablet/lock", tablets.lock, name="tablet-lock"),
    path("tablet/wall", tablets.wall, name="tablet-wall"),
    path("me", me.me, name="me"),
    path("me/pin", me.pin, name="me-pin"),
    path("me/sign-out", me.leave_everywhere, name="me-sign-out"),
    path("patients/<int:patient_id>/open", glass.open_closed, name="record-open"),
    path("trail/opened", glass.opened, name="opened-records"),
    path("trail/opened/<int:opened_id>/close", glass.close, name="record-close"),
]
