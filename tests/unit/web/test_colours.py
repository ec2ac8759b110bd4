"""Every colour of text against every ground it stands on, reckoned from the tokens: WCAG 2.2 AA."""

import re
from itertools import product
from math import cos, radians, sin
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[3] / "frontend" / "css"
TOKENS = (CSS / "foundation" / "tokens.css").read_text("utf-8")
BLOCK = re.compile(r"(:root[^{,]*?)\s*\{((?:[^{}]|\{[^{}]*\})*?)\}")
TOKEN = re.compile(r"--([\w-]+):\s*([^;]+);")
COLOUR = re.compile(r"oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)")
THEMES = {
    "light": ":root",
    "dark by the system": ':root:not([data-theme="light"])',
    "dark by choice": ':root[data-theme="dark"]',
}
TEXT, EDGE = 4.5, 3.0
GROUNDS = ("paper", "surface", "sunk")
WORDS = ("ink", "ink-2", "ink-3", "action", "action-hover", "needle", "stop", "caution", "unknown")
# A state's words on its own tint, words on a full ground, second words on the band of a chart.
PAIRS = (
    ("action", "action-tint"),
    ("ink", "action-tint"),
    ("needle", "needle-tint"),
    ("ink", "needle-tint"),
    ("stop", "stop-tint"),
    ("ink", "stop-tint"),
    ("caution", "caution-tint"),
    ("ink", "caution-tint"),
    ("ink-2", "caution-tint"),
    ("action-ink", "action"),
    ("action-ink", "action-hover"),
    ("needle-ink", "needle"),
    ("stop-ink", "stop"),
    ("ink", "chart-band"),
    ("ink-2", "chart-band"),
    ("ink-3", "chart-band"),
)
EDGES = ("edge", "action-edge", "unknown-edge", "focus", "stop", "needle", "action", "chart-soft")


def blocks() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for selector, body in BLOCK.findall(TOKENS):
        first = found.setdefault(selector.strip(), {})
        for token, value in TOKEN.findall(body):
            first.setdefault(token, value)  # a later block is for those who ask for more contrast
    return found


def theme(name: str) -> dict[str, str]:
    every = blocks()
    return every[":root"] | every[THEMES[name]]


def luminance(written: str) -> float:
    """Return the relative luminance (WCAG) of an OKLCH colour, by Ottosson's matrices."""
    lightness, chroma, hue = map(float, COLOUR.fullmatch(written).groups())
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    red, green, blue = (min(max(one, 0.0), 1.0) for one in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_is_twenty_one_and_a_known_grey_is_what_it_should_be():
    assert contrast("oklch(0 0 0)", "oklch(1 0 0)") == pytest.approx(21, abs=0.01)
    # #767676 on white, the lightest grey that passes: OKLab lightness of (0x76/255) linear
    assert contrast("oklch(0.5656 0 0)", "oklch(1 0 0)") == pytest.approx(4.54, abs=0.02)


@pytest.mark.parametrize("name", THEMES)
def test_text_can_be_read_on_every_ground(name):
    tokens = theme(name)
    pairs = [*product(WORDS, GROUNDS), *PAIRS]
    faint = {
        pair: round(contrast(*(tokens[one] for one in pair)), 2)
        for pair in pairs
        if contrast(*(tokens[one] for one in pair)) < TEXT
    }

    assert faint == {}


@pytest.mark.parametrize("name", THEMES)
def test_the_edge_of_a_control_and_the_mark_of_a_state_can_be_seen(name):
    tokens = theme(name)
    faint = {
        pair: round(contrast(*(tokens[one] for one in pair)), 2)
        for pair in product(EDGES, GROUNDS)
        if contrast(*(tokens[one] for one in pair)) < EDGE
    }

    assert faint == {}


def test_the_two_dark_blocks_are_one():
    every = blocks()

    assert every[THEMES["dark by the system"]] == every[THEMES["dark by choice"]]
    assert {"paper", "ink", "stop", "scrim"} <= every[THEMES["dark by choice"]].keys()


def test_every_colour_of_the_styles_is_a_token():
    """A colour written into a component would be one that nobody reckoned, in one theme only."""
    written = re.compile(
        r"(?<![\w-])#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(|\boklch\([\d.]", re.IGNORECASE
    )
    found = {
        path.name: written.findall(re.sub(r"/\*.*?\*/|url\([^)]*\)", "", path.read_text("utf-8")))
        for part in ("components", "screens")
        for path in sorted((CSS / part).glob("*.css"))
    }

    assert {name: some for name, some in found.items() if some} == {}
