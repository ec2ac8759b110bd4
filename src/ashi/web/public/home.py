"""The first page: staff go to their day, everybody else to the centre's page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ashi.apps.accounts.policy import may
from ashi.apps.accounts.roles import Permission
from ashi.web.policy import open_to_all


@open_to_all
def home(request: HttpRequest) -> HttpResponse:
    """Send staff to the day board, and show others the centre."""
    if may(request.actor, Permission.DIARY_READ):
        return redirect("desk")
    return render(request, "public/home.html")
