"""Why a visit does not fit somewhere, as sentences."""

from datetime import UTC, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from ashi.apps.bookings.models import Visit
from ashi.apps.bookings.openings import passed_over
from ashi.apps.centres.models import Resource
from ashi.core.scheduling.explanation import Explanation, Obstacle, Why
from ashi.web.desk.board.words import local

MOST = 3  # chosen: more reasons than that are not read while dragging


def sentences_for(told: Explanation) -> list[str]:
    """Return the first reasons in words; empty when it fits."""
    ids = {int(one.part or one.resource) for one in told.obstacles if one.resource}
    names = {one.pk: local(one) for one in Resource.objects.filter(pk__in=ids)}
    sentences = [_sentence(one, names) for one in told.obstacles]
    return list(dict.fromkeys(sentences))[:MOST]


def passed_over_in_words(visit: Visit) -> list[str]:
    """Return for each thing a visit would rather have had why it has another."""
    found = passed_over(visit)
    ids = {pk for one in found for pk in (one.wanted, one.got)}
    names = {one.pk: local(one) for one in Resource.objects.filter(pk__in=ids)} if ids else {}
    said = []
    for one in found:
        mine = {"got": names[one.got], "wanted": names[one.wanted]}
        reasons = sentences_for(one.why)
        if reasons:
            mine["why"] = "; ".join(reasons)
            said.append(_("%(got)s instead of %(wanted)s: %(why)s") % mine)
        else:
            said.append(_("%(got)s instead of %(wanted)s, which is free now") % mine)
    return said


def _sentence(one: Obstacle, names: dict[int, str]) -> str:
    key = one.part or one.resource
    named = names.get(int(key), "") if key else ""
    at = ""
    if one.minute is not None:
        instant = datetime.fromtimestamp(one.minute * 60, UTC)
        at = timezone.localtime(instant).strftime("%H:%M")
    words = {
        Why.PATIENT_TAKEN: _("The patient has another visit at %(at)s"),
        Why.WRONG_KIND: _("%(name)s is not right for this part of the visit"),
        Why.LACKS_SKILL: _("%(name)s does not do this"),
        Why.CLOSED: _("%(name)s is not there at %(at)s"),
        Why.TAKEN: _("%(name)s is taken at %(at)s"),
        Why.NOBODY: _("Nobody can do this part"),
        Why.NEEDED_TWICE: _("The same person would be needed twice"),
        Why.NO_REMOVER: _("Too few people to take needles out at %(at)s"),
        Why.TOO_MANY_ROOMS: _("%(name)s has needles at rest in as many rooms as may be at %(at)s"),
        Why.OUT_OF_REACH: _("It would not end on this day"),
    }
    return words[one.why] % {"name": named, "at": at}
