"""Addresses of what the staff do about questions and answers."""

from django.urls import path

from ashi.web.outcomes import desk_pages

urlpatterns = [
    path("", desk_pages.missing, name="questions-missing"),
    path("<int:asking_id>/tablet", desk_pages.hand_over, name="questions-tablet"),
    path("<int:asking_id>/paper", desk_pages.paper, name="questions-paper"),
    path("<int:asking_id>/withdraw", desk_pages.withdraw, name="questions-withdraw"),
    path("patient/<int:patient_id>/ask", desk_pages.ask, name="questions-ask"),
    path("response/<int:response_id>/correct", desk_pages.correct, name="answers-correct"),
]
