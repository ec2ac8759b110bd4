"""A state that a template gives to a chip, a card or a banner is one that the styles know."""

import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[3]
STYLES = "\n".join(one.read_text("utf-8") for one in (HOUSE / "frontend" / "css").rglob("*.css"))
NAMED = re.compile(r'class="(chip|banner|card)[ "][^>]*?data-([a-z]+)="([a-z-]+)"')
OURS = {"state", "page", "tone"}
USED = sorted(
    {
        (kind, name, value)
        for one in (HOUSE / "src" / "ashi" / "web" / "templates").rglob("*.html")
        for kind, name, value in NAMED.findall(one.read_text("utf-8"))
        if name in OURS
    }
)


@pytest.mark.parametrize(("kind", "name", "value"), USED)
def test_each_has_a_style(kind, name, value):
    assert re.search(rf'\.{kind}\b[^,{{]*\[data-{name}="?{value}"?\]', STYLES)
