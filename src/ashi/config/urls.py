"""All addresses. Every view declares its policy; a test walks this list."""

from django.urls import include, path

from ashi.web.accounts import demo, theme
from ashi.web.public import home

urlpatterns = [
    path("", home.home, name="home"),
    path("demo", demo.demo, name="demo"),
    path("theme", theme.theme, name="theme"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("allauth.urls")),
    path("desk/", include("ashi.web.desk.urls")),
]
