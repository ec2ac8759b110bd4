"""The page of a person who works here: what they may do, and under which registration."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ashi.apps.centres.queries import public_people
from ashi.web.conditions.reading import addresses, readable
from ashi.web.conditions.site import site_card
from ashi.web.policy import open_to_all
from ashi.web.settings.wording import ACT_WORDS
from ashi.web.templatetags.frame import in_language


@require_safe
@open_to_all
@readable
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Show one person; nobody whose permits have run out, or who has none."""
    people = public_people(request.centre.pk, timezone.localdate()) if request.centre else []
    found = next((one for one in people if one.resource.pk == person_id and one.permits), None)
    if found is None:
        raise Http404
    words = dict(ACT_WORDS)
    name, title = (in_language(found.resource, field) for field in ("name", "title"))
    acts = ", ".join(str(words[one.act]) for one in found.permits)
    about = ". ".join(filter(None, (title, f"{in_language(request.centre, 'name')}: {acts}")))
    page = {
        "person": found.resource,
        "permits": [(str(words[one.act]), one) for one in found.permits],
        "registrations": sorted({one.registration for one in found.permits if one.registration}),
        "others": [one.resource for one in people if one != found and one.permits],
        "addresses": addresses(request),
        "card": site_card(request, "centre", name, about),
    }
    return render(request, "public/person.html", page)
