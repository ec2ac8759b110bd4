"""The pages that belong to the whole site: how each is told and pictured where it is shared."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ashi.web.conditions.cards import card_drawn
from ashi.web.conditions.reading import readable
from ashi.web.conditions.sharing import Card
from ashi.web.policy import open_to_all
from ashi.web.templatetags.frame import in_language

CENTRE = "centre"
CENTRE_WORD = _("Physiotherapy and acupuncture")
CENTRE_LEAD = _(
    "Acupuncture and physiotherapy planned as one course, with what the research says of each, "
    "for and against."
)
WORDS = {
    "conditions": (
        _("What we treat"),
        _(
            "Choose what troubles you. Each page says what the research found on acupuncture with"
            " physiotherapy, for and against, and how sure that is."
        ),
    ),
    "glossary": (
        _("Words in both languages"),
        _("What you may hear or read, in English and in Greek, and how one says it at home."),
    ),
    "exercises": (
        _("Exercises"),
        _(
            "What your physiotherapist gives you to do at home, with pictures and steps. Do only"
            " what was chosen for you."
        ),
    ),
}
PARTS = (CENTRE, *WORDS)


def words_for(request: HttpRequest, part: str) -> tuple[str, str]:
    """Return the title and the lead of a page of the site, in the reader's language."""
    if part != CENTRE:
        title, lead = WORDS[part]
        return str(title), str(lead)
    if not request.centre:
        return "Ashi", str(CENTRE_LEAD)
    name = in_language(request.centre, "name")
    return f"{name}: {CENTRE_WORD}", in_language(request.centre, "about") or str(CENTRE_LEAD)


def site_card(request: HttpRequest, part: str, title: str = "", about: str = "") -> Card:
    """Return what the tags of a page say; a page without a picture of its own lends a part's."""
    own_title, own_about = words_for(request, part)
    address = request.build_absolute_uri(reverse(f"{part}-card"))
    picture = f"{address}?lang={request.LANGUAGE_CODE}"
    return Card(title or own_title, about or own_about, picture)


@require_safe
@open_to_all
@readable
def picture(request: HttpRequest, part: str) -> HttpResponse:
    """Give the picture of a page of the site."""
    return card_drawn(request, *words_for(request, part))
