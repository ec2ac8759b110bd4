"""All addresses. Every view declares its policy; a test walks this list."""

from django.urls import include, path

from ashi.web.accounts import demo, demo_mail, theme
from ashi.web.conditions import pages as condition_pages
from ashi.web.outcomes import answer_pages, own_pages
from ashi.web.public import booking, home, intake, managing, mine, people, waiting

urlpatterns = [
    path("", home.home, name="home"),
    path("book/", booking.services, name="book"),
    path("book/wait/code", waiting.code, name="wait-code"),
    path("book/wait/<str:token>/done", waiting.done, name="wait-done"),
    path("book/wait/<str:token>/leave", waiting.leave, name="wait-leave"),
    path("book/<slug:slug>/wait", waiting.join, name="wait-join"),
    path("book/<slug:slug>/", booking.times, name="book-times"),
    path("booking/<uuid:visit>/details", booking.details, name="book-details"),
    path("booking/<uuid:visit>/code", booking.code, name="book-code"),
    path("booking/<uuid:visit>/done", booking.done, name="book-done"),
    path("booking/<uuid:visit>/release", booking.release, name="book-release"),
    path("visit/<str:token>", managing.manage, name="visit-manage"),
    path("visit/<str:token>/intake/<slug:step>", intake.intake, name="visit-intake"),
    path("visit/<str:token>/change", managing.change, name="visit-change"),
    path("visit/<str:token>/cancel", managing.cancel, name="visit-give-up"),
    path("visit/<str:token>/calendar", managing.calendar, name="visit-calendar"),
    path("questions/<str:asked_token>", answer_pages.questions, name="questions"),
    path("questions/<str:asked_token>/<int:number>", answer_pages.question, name="question"),
    path("questions/<str:asked_token>/quiet", answer_pages.no_reminders, name="questions-quiet"),
    path("people/<int:person_id>", people.person, name="person"),
    path("centre", home.centre_page, name="centre"),
    path("about/", include("ashi.web.conditions.about_urls")),
    path("conditions/", include("ashi.web.conditions.urls")),
    path("sitemap.xml", condition_pages.sitemap, name="sitemap"),
    path("my/progress/<int:patient_id>", own_pages.own_progress, name="own-progress"),
    path("my/progress/<int:patient_id>/send", own_pages.send, name="own-send"),
    path("my/questions/<int:asking_id>", own_pages.answer_now, name="own-answer"),
    path("my", mine.my_visits, name="my-visits"),
    path("demo/mail", demo_mail.demo_mail, name="demo-mail"),
    path("demo", demo.demo, name="demo"),
    path("theme", theme.theme, name="theme"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("allauth.urls")),
    path("desk/", include("ashi.web.desk.urls")),
    path("chart/", include("ashi.web.charting.urls")),
    path("texts/", include("ashi.web.charting.text_urls")),
    path("points/", include("ashi.web.atlas.urls")),
    path("evidence/", include("ashi.web.evidence.urls")),
    path("screening/", include("ashi.web.screening.urls")),
    path("outcomes/", include("ashi.web.outcomes.urls")),
    path("plans/", include("ashi.web.plans.urls")),
    path("documents/", include("ashi.web.documents.urls")),
    path("patients/", include("ashi.web.patients.urls")),
    path("trail/", include("ashi.web.audit.urls")),
    path("letters/", include("ashi.web.letters.urls")),
    path("protocol/", include("ashi.web.protocol.urls")),
    path("settings/", include("ashi.web.settings.urls")),
    path("", include("ashi.web.staff.urls")),
]
