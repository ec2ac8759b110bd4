"""Sentences of home programmes."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from ashi.core.kernel.errors import AshiError
from ashi.core.knowledge.physio.exercises import all_exercises
from ashi.web.templatetags.frame import in_language


def _name(error: AshiError) -> str:
    found = all_exercises().get(str(error.fields.get("exercise", "")))
    return in_language(found, "name") if found else ""


WORDINGS: dict[str, Callable[[AshiError], str]] = {
    "programmes.error": lambda error: _("This cannot be kept."),
    "programmes.unknown": lambda error: _("There is no home programme now."),
    "programmes.empty": lambda error: _("Choose at least one exercise."),
    "programmes.too_many": lambda error: (
        _("More than %(most)s exercises: nobody does them all.") % {"most": error.fields["most"]}
    ),
    "programmes.exercise": lambda error: _("This exercise is not in the programme."),
    "programmes.twice": lambda error: _("%(exercise)s stands twice.") % {"exercise": _name(error)},
    "programmes.dose": lambda error: (
        _("The numbers of %(exercise)s cannot be: minutes, or sets and repetitions; 1 to 7 days.")
        % {"exercise": _name(error)}
    ),
    "programmes.days": lambda error: _("Give a first day, and a last day that is not before it."),
    "programmes.changed": lambda error: _(
        "Somebody changed the programme meanwhile. Nothing you typed is lost: look at the version"
        " that holds now, and keep yours again."
    ),
    "programmes.nobody": lambda error: _(
        "Nobody of this patient gets messages by e-mail: print the sheet, or add an address."
    ),
    "programmes.day": lambda error: _("This day is too long ago, or to come."),
}
