"""Addresses of the desk."""

from django.urls import path, register_converter

from ashi.web.desk import (
    bell_page,
    board_page,
    breaks,
    class_page,
    counting,
    last_look,
    late,
    moving,
    new_visit,
    pulse,
    visit_page,
    wall,
    week,
    wishes,
)
from ashi.web.desk.dates import IsoDay

register_converter(IsoDay, "day")

urlpatterns = [
    path("", board_page.today, name="desk"),
    path("board", board_page.today, name="board-today"),
    path("board/<day:day>", board_page.board, name="board"),
    path("board/<day:day>/fragment", board_page.fragment, name="board-fragment"),
    path("week/<day:day>", week.week, name="week"),
    path("wall", wall.wall, name="wall"),
    path("wall/fragment", wall.wall_fragment, name="wall-fragment"),
    path("last-look/<day:day>", last_look.last_look, name="last-look"),
    path("late", late.late, name="late"),
    path("late/tell", late.tell, name="late-tell"),
    path("late/called", late.called, name="late-called"),
    path("pulse", pulse.beat, name="pulse"),
    path("presence", pulse.presence, name="presence"),
    path("bells/<int:bell_id>", bell_page.bell, name="bell"),
    path("calls/<int:call_id>/reached", pulse.reached, name="call-close"),
    path("bells/<int:bell_id>/take", pulse.take, name="bell-take"),
    path("bells/<int:bell_id>/call", pulse.call, name="bell-call"),
    path("rooms/<int:resource_id>/ready/<uuid:step_id>", pulse.ready, name="room-ready"),
    path("breaks/new", breaks.new_break, name="break-new"),
    path("visits/new", new_visit.new_visit, name="visit-new"),
    path("classes/<int:session_id>", class_page.a_class, name="class"),
    path("wishes/<int:wish_id>/fit/<day:day>", wishes.fit, name="wish-fit"),
    path("wishes/<int:wish_id>/withdraw", wishes.withdraw, name="wish-withdraw"),
    path("visits/<int:visit_id>", visit_page.visit, name="visit"),
    path("visits/<int:visit_id>/step", visit_page.step, name="visit-step"),
    path("visits/<int:visit_id>/undo", visit_page.undo, name="visit-undo"),
    path("visits/<int:visit_id>/payment", visit_page.payment, name="payment"),
    path(
        "visits/<int:visit_id>/payment/<uuid:payment_id>/back",
        visit_page.payment_back,
        name="payment-back",
    ),
    path("visits/<int:visit_id>/second-count", counting.second_count, name="second-count"),
    path("visits/<int:visit_id>/incidents/<int:incident_id>", visit_page.incident, name="incident"),
    path("visits/<int:visit_id>/fits/<int:column>/<day:day>", moving.fits, name="visit-fits"),
    path("visits/<int:visit_id>/why/<int:column>", moving.why, name="visit-why"),
    path("visits/<int:visit_id>/place", moving.place, name="visit-place"),
    path("visits/<int:visit_id>/unmove", moving.unmove, name="visit-unmove"),
    path("visits/<int:visit_id>/move", moving.move, name="visit-move"),
    path("visits/<int:visit_id>/cancel", moving.cancel, name="visit-cancel"),
    path("visits/<int:visit_id>/no-show", moving.no_show, name="visit-no-show"),
    path("visits/<int:visit_id>/restore", moving.restore, name="visit-restore"),
]
