"""Where it hurts, as it is drawn on and shown: one drawing, and several over time."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from ashi.apps.screening.actions.drawing import LONGEST
from ashi.apps.screening.models import PainDrawing
from ashi.core.knowledge.atlas.drawings import (
    DRAWN_ON,
    Area,
    path_of,
    read_drawing,
    regions_of,
    share_of,
)
from ashi.core.knowledge.points.regions import regions_by_id
from ashi.web.atlas.pictures import Picture, picture_of
from ashi.web.charting.wording import SIDE_WORDS
from ashi.web.screening.wording import PAIN_WORDS
from ashi.web.templatetags.frame import in_language

LONGEST_SENT = 200_000
MOST_REGIONS = 3
FAINT, BY_STRENGTH = 0.25, 0.06  # how dense a patch is drawn, from 0 to 10


class DrawingForm(forms.Form):
    """A drawing as the page sends it, or the same in words."""

    areas = forms.CharField(
        max_length=LONGEST_SENT, required=False, initial="[]", widget=forms.HiddenInput
    )
    words = forms.CharField(
        label=_("Or say it in words"),
        help_text=_("For example: right buttock, down to the knee, burning"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea({"class": "input", "rows": 2}),
    )

    @staticmethod
    def initial_of(row: PainDrawing | None) -> dict[str, str]:
        """Return what was drawn so far."""
        return {} if row is None else {"areas": json.dumps(row.areas), "words": row.words}

    def clean_areas(self) -> Any:
        """Return the areas as values; the action reads what they mean."""
        try:
            return json.loads(self.cleaned_data["areas"] or "[]")
        except (ValueError, RecursionError) as error:
            told = _("The drawing could not be read: please draw it again, or say it in words.")
            raise ValidationError(told) from error


class Patch(NamedTuple):
    """An area as it is drawn."""

    d: str
    kind: str
    opacity: str
    number: int
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One view with what was drawn on it."""

    picture: Picture
    patches: tuple[Patch, ...]


@dataclass(frozen=True, slots=True)
class DrawingShown:
    """A drawing as it is read: pictures, each area in words, and how much is covered."""

    row: PainDrawing
    sheets: tuple[Sheet, ...]
    lines: tuple[str, ...]
    share: str
    strongest: int | None


def sheets_of(areas: Iterable[Area] = ()) -> tuple[Sheet, ...]:
    """Return the views that are drawn on, with the areas of each."""
    drawn = list(enumerate(areas, start=1))
    sides = (pgettext("side", "Left"), pgettext("side", "Right"))
    return tuple(
        Sheet(
            picture_of(view, sides=sides),
            tuple(_patch(number, one) for number, one in drawn if one.view == view),
        )
        for view in DRAWN_ON
    )


def _patch(number: int, area: Area) -> Patch:
    xs, ys = zip(*area.outline, strict=True)
    return Patch(
        path_of(area),
        area.kind,
        f"{FAINT + BY_STRENGTH * area.strength:.2f}",
        number,
        f"{sum(xs) / len(xs):.1f}",
        f"{sum(ys) / len(ys):.1f}",
    )


def drawing_shown(row: PainDrawing) -> DrawingShown:
    """Return a stored drawing as it is read."""
    areas = read_drawing(row.areas)
    return DrawingShown(
        row=row,
        sheets=sheets_of(areas),
        lines=tuple(_line(one) for one in areas),
        share=f"{number_format(100 * share_of(areas), 1)} %",
        strongest=max((one.strength for one in areas), default=None),
    )


def _line(area: Area) -> str:
    """Return an area in words: what, how strong, where."""
    places = []
    for touched in regions_of(area)[:MOST_REGIONS]:
        region = regions_by_id().get(touched.region)
        side = str(SIDE_WORDS.get(touched.side, touched.side))
        places.append(f"{in_language(region, 'name') if region else touched.region} {side}")
    what = {"kind": PAIN_WORDS[area.kind], "n": area.strength, "where": ", ".join(places)}
    return str(_("%(kind)s, %(n)s of 10: %(where)s")) % what


def drawing_context(row: PainDrawing | None) -> dict[str, Any]:
    """Return what the page to draw on needs."""
    return {"sheets": sheets_of(), "kinds": PAIN_WORDS.items(), "drawing": row}
