"""Points looked up: by search, one by one, and by a tap on a picture."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import pgettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from ashi.apps.accounts.roles import Permission
from ashi.core.knowledge.atlas.frames import Spot
from ashi.core.knowledge.atlas.positions import nearest, position_of, positions_on
from ashi.core.knowledge.atlas.spots import told
from ashi.core.knowledge.atlas.views import VIEWS, view_of
from ashi.core.knowledge.needling.words import word_of
from ashi.core.knowledge.points.channels import all_channels
from ashi.core.knowledge.points.details import PointDetails, details_of
from ashi.core.knowledge.points.finding import possible_points
from ashi.core.knowledge.points.groups import beneath, families_of, measured_at, precautions_of
from ashi.core.knowledge.points.names import PointCode, PointName, all_names
from ashi.core.knowledge.points.regions import Region, regions_by_id
from ashi.core.knowledge.points.searching import LONGEST, search_points
from ashi.web.atlas.pictures import Mark, picture_of
from ashi.web.atlas.wording import FOUND_WORDS, SEVERITY_WORDS
from ashi.web.policy import allow
from ashi.web.templatetags.frame import in_language

BOTH = ("left", "right")
DETAILS_FIRST = (*VIEWS[3:], "back", "front", "side")  # a point is best seen where it is largest
MAP_KEPT_S = 3600


@dataclass(frozen=True, slots=True)
class Found:
    """A point that was found, and by what."""

    name: PointName
    region: Region | None
    by: str


@dataclass(frozen=True, slots=True)
class Near:
    """A point near a tap, and on which sides it may be needled."""

    name: PointName
    region: Region | None
    side: str
    two_sided: bool


def _region(code: PointCode) -> Region | None:
    return regions_by_id().get(details_of(code).region)


@require_GET
@allow(Permission.CLINICAL_READ)
def search(request: HttpRequest) -> HttpResponse:
    """Find points by code, name, region, muscle, family, channel or level."""
    wanted = request.GET.get("q", "")[:LONGEST]
    hits = [
        Found(all_names()[hit.code], _region(hit.code), str(FOUND_WORDS[hit.kind]))
        for hit in search_points(wanted)
    ]
    channels = [one for one in all_channels().values() if not one.extra]
    context = {"q": wanted, "hits": hits, "channels": channels}
    whole = request.headers.get("HX-Request") is None
    return render(request, "atlas/search.html" if whole else "atlas/_hits.html", context)


@require_GET
@allow(Permission.CLINICAL_READ)
def point(request: HttpRequest, code: str) -> HttpResponse:
    """Show everything that is known of a point, and on whose word."""
    codes = possible_points(code)
    if len(codes) != 1:
        raise Http404
    name = all_names()[next(iter(codes))]
    details = details_of(name.code)
    view = _best_view(name.code)
    context: dict[str, Any] = {
        "name": name,
        "details": details,
        "region": _region(name.code),
        "channel": all_channels()[name.channel],
        "picture": _picture(name, view) if view else None,
        "widest": _widest(details),
        "families": families_of(name.code),
        "hazards": [(one, SEVERITY_WORDS[one.severity]) for one in beneath(name.code)],
        "precautions": precautions_of(name.code),
        "measured": measured_at(name.code),
        "before": _neighbour(name, -1),
        "after": _neighbour(name, 1),
    }
    return render(request, "atlas/point.html", context)


def _neighbour(name: PointName, step: int) -> PointName | None:
    """Return the point before or after on the channel."""
    others = [one for one in all_names().values() if one.channel == name.channel]
    at = others.index(name) + step
    return others[at] if 0 <= at < len(others) else None


def _widest(details: PointDetails) -> float:
    """Return the greatest depth that a text prints, for the scale of the bars."""
    return max((one.high for one in details.depths), default=0.0)


def _best_view(code: PointCode) -> str | None:
    side = all_names()[code].sides[0]
    return next((view for view in DETAILS_FIRST if position_of(code, view, side)), None)


def _picture(name: PointName, view: str) -> Any:
    figure = "left"
    sides = [side for side in name.sides if side in {figure, "midline"} or _shows_both(view)]
    marks = [
        Mark(one.x, one.y, "here", str(name.code), str(name.code))
        for side in sides
        for one in position_of(name.code, view, side)
    ]
    channel = None if all_channels()[name.channel].extra else name.channel
    return picture_of(
        view, marks, channel=channel, sides=(pgettext("side", "Left"), pgettext("side", "Right"))
    )


def _shows_both(view: str) -> bool:
    return not view_of(view).one_sided


@require_GET
@cache_control(private=True, max_age=MAP_KEPT_S)
@allow(Permission.CLINICAL_READ)
def spots(request: HttpRequest, view_name: str, side: str) -> HttpResponse:
    """Give every point of a view with its place, for hands and keys on the picture."""
    if view_name not in VIEWS or side not in BOTH:
        raise Http404
    rows = [
        {
            "code": one.code,
            "name": all_names()[one.code].pinyin,
            "side": one.side,
            "x": round(one.x, 1),
            "y": round(one.y, 1),
        }
        for one in positions_on(view_name, side)
    ]
    return JsonResponse({"points": rows})


@require_GET
@allow(Permission.CLINICAL_READ)
def near(request: HttpRequest, view_name: str, side: str) -> HttpResponse:
    """Offer what is near a place on a picture: points, and the place itself."""
    if view_name not in VIEWS or side not in BOTH:
        raise Http404
    spot = _asked_spot(request, view_name)
    if spot is None:
        return HttpResponse(status=HTTPStatus.UNPROCESSABLE_ENTITY)
    place = told(view_name, spot, side)
    found: dict[PointCode, Near] = {}
    for one in nearest(view_name, *spot, side):
        name = all_names()[one.code]
        row = Near(name, _region(one.code), one.side, name.sides == BOTH)
        found.setdefault(one.code, row)
    region = regions_by_id().get(place.region)
    drawn = f"@{view_name}:{round(spot.x)}:{round(spot.y)}"
    said = place.level or (_typed(region) if region else "")
    line = " ".join(filter(None, ("ashi", said, place.side, drawn)))
    context = {"near": list(found.values()), "place": place, "region": region, "line": line}
    return render(request, "atlas/_near.html", context)


def _typed(region: Region) -> str:
    """Return a region as the line reads it: the Greek for the lower back is its midline, too."""
    name = in_language(region, "name")
    return region.name if word_of(name) else name


def _asked_spot(request: HttpRequest, view_name: str) -> Spot | None:
    """Return the place that was asked for; ``None`` where it is no place of the picture."""
    box = view_of(view_name).box
    try:
        x, y = (float(request.GET.get(name, "")) for name in "xy")
    except ValueError:
        return None
    inside = box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height
    return Spot(x, y) if inside else None
