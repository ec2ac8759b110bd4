"""Addresses of home programmes."""

from django.urls import path

from ashi.web.programmes import home, pages

urlpatterns = [
    path("programmes/<int:patient_id>", pages.programme, name="programme"),
    path("programmes/<int:patient_id>/end", pages.end, name="programme-end"),
    path("programmes/<int:patient_id>/send", pages.send, name="programme-send"),
    path("programmes/<int:patient_id>/sheet", pages.sheet, name="programme-sheet"),
    path("home/<str:home_token>", home.today, name="home-today"),
    path("home/<str:home_token>/sheet", home.sheet, name="home-sheet"),
]
