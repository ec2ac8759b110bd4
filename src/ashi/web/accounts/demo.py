"""One click signs in as each role, in the demo only."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ashi.apps.audit.actions import record
from ashi.apps.audit.actor import Actor
from ashi.apps.demo.errors import NotTheDemoError
from ashi.apps.demo.signins import demo_signins, person_of
from ashi.web.accounts.wording import ROLE_WORDS
from ashi.web.policy import open_to_all

BACKEND = "django.contrib.auth.backends.ModelBackend"


@require_http_methods(["GET", "POST"])
@open_to_all
def demo(request: HttpRequest) -> HttpResponse:
    """List the people of the demo, and sign in as the one whose button was pressed."""
    if not settings.DEMO:
        raise Http404
    if request.method == "POST":
        return _sign_in(request, request.POST.get("as", ""))
    people = [(one, ROLE_WORDS[one.role]) for one in demo_signins()]
    return render(
        request, "demo/sign_in.html", {"people": people, "wanted": request.GET.get("as", "")}
    )


def _sign_in(request: HttpRequest, role: str) -> HttpResponse:
    try:
        user = person_of(role)
    except NotTheDemoError as error:
        raise Http404 from error
    login(request, user, backend=BACKEND)
    record(by=Actor(role=role, user_id=user.pk), action="demo.sign_in", subject=("user", user.pk))
    return redirect("home")
