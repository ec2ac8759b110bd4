"""The form by which each measure is asked at a centre: the centre's own file, or our own words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ashi.apps.outcomes.errors import MeasureNeedsFileError
from ashi.apps.outcomes.models import Activity, Asking, Questionnaire
from ashi.core.outcomes.catalogue import find_instrument
from ashi.core.outcomes.fitting import FittedForm, fit_form
from ashi.core.outcomes.own_questions import own_form, own_measures, version
from ashi.core.outcomes.questionnaire import read_form


@dataclass(frozen=True, slots=True)
class AskedForm:
    """One measure as it is asked here; ``label`` tells forms of one measure apart."""

    measure: str
    fitted: FittedForm
    questionnaire: Questionnaire | None
    label: str

    @property
    def is_ours(self) -> bool:
        """Whether the words are Ashi's own."""
        return self.questionnaire is None


def in_use(centre_id: int) -> list[Questionnaire]:
    """Return the questionnaires that a centre asks by now."""
    rows = Questionnaire.objects.filter(centre=centre_id, ended_at__isnull=True)
    return list(rows.order_by("measure", "language"))


def can_ask(centre_id: int) -> Callable[[str], bool]:
    """Return whether a measure may be asked at a centre, by one query for all of them."""
    known = {row.measure for row in in_use(centre_id)} | set(own_measures())
    return known.__contains__


def fitted(row: Questionnaire) -> FittedForm:
    """Return a loaded questionnaire tied to its measure."""
    return fit_form(read_form(row.document), find_instrument(row.measure), row.scored or None)


def forms_for(
    centre_id: int, measures: Iterable[str], language: str, activities: tuple[str, ...] = ()
) -> list[AskedForm]:
    """Return the forms of measures in a language, in the same order.

    A questionnaire that the centre loaded goes before our own words; where it has none in the
    language, the one it has in another is shown.

    Raises
    ------
    MeasureNeedsFileError
        A measure whose questions only a loaded file may show, and no file is loaded.
    """
    loaded: dict[str, list[Questionnaire]] = {}
    for row in in_use(centre_id):
        loaded.setdefault(row.measure, []).append(row)
    return [_form(loaded.get(one, []), one, language, activities) for one in measures]


def _form(
    rows: list[Questionnaire], measure: str, language: str, activities: tuple[str, ...]
) -> AskedForm:
    own = own_form(measure, language, activities)
    matching = next((row for row in rows if row.language == language), None)
    row = matching or (rows[0] if rows and own is None else None)
    if row is not None:
        return AskedForm(measure, fitted(row), row, f"{row.language}-{row.version}")
    if own is None:
        licence = find_instrument(measure).licence
        raise MeasureNeedsFileError(measure=measure, licence=licence.kind)
    return AskedForm(measure, own, None, version())


def forms_of(asking: Asking, language: str) -> list[AskedForm]:
    """Return the forms of an asking; a measure whose file was taken away since is left out."""
    here = can_ask(asking.centre_id)
    measures = [one for one in asking.measures if here(one)]
    return forms_for(asking.centre_id, measures, language, activities_of(asking))


def activities_of(asking: Asking) -> tuple[str, ...]:
    """Return what the patient named to do again, in their order."""
    rows = Activity.objects.filter(complaint=asking.complaint_id)
    return tuple(row.words for row in rows) if asking.complaint_id else ()
