"""A second person counts the needles that were counted out, where the centre asks for it."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.encounters.actions.counting import count_again
from ashi.core.kernel.errors import AshiError
from ashi.web.desk.forms import SecondCountForm
from ashi.web.desk.visit_page import answer, done, found_or_404
from ashi.web.policy import allow
from ashi.web.wording import sentence_for


@require_POST
@allow(Permission.COUNT_WRITE)
def second_count(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Keep what somebody else counts."""
    found_or_404(request, visit_id)
    form = SecondCountForm(request.POST)
    if form.is_valid():
        try:
            count_again(by=request.actor, visit_id=visit_id, **form.cleaned_data)
        except AshiError as error:
            form.add_error("counted", sentence_for(error))
    if form.errors:
        return answer(request, visit_id, HTTPStatus.UNPROCESSABLE_ENTITY, second_form=form)
    return done(request, visit_id)
