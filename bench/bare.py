"""The least that Django can be: one view, one word. What Ashi's pages are measured beside."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path


def word(_: HttpRequest) -> HttpResponse:
    """Answer one word."""
    return HttpResponse("well")


urlpatterns = [path("", word)]

if not settings.configured:
    settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], MIDDLEWARE=[])
application = get_wsgi_application()
