"""Addresses of what the staff do about questions and answers."""

from django.urls import path

from ashi.web.outcomes import desk_pages, own_pages, progress_pages

urlpatterns = [
    path("", desk_pages.missing, name="questions-missing"),
    path("<int:asking_id>/tablet", desk_pages.hand_over, name="questions-tablet"),
    path("<int:asking_id>/paper", desk_pages.paper, name="questions-paper"),
    path("<int:asking_id>/withdraw", desk_pages.withdraw, name="questions-withdraw"),
    path("patient/<int:patient_id>/ask", desk_pages.ask, name="questions-ask"),
    path("patient/<int:patient_id>", progress_pages.progress, name="progress"),
    path("patient/<int:patient_id>/letter.pdf", own_pages.progress_pdf, name="progress-pdf"),
    path("complaint/<int:complaint_id>/onset", progress_pages.onset, name="progress-onset"),
    path("complaint/<int:complaint_id>/end", progress_pages.end, name="progress-end"),
    path("response/<int:response_id>/correct", desk_pages.correct, name="answers-correct"),
]
