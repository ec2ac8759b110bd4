"""What a first view costs: bytes as they travel, requests, and nothing that moves when it loads."""

import gzip
import itertools
import re
from pathlib import Path

import brotli
import pytest
from django.test import Client

import ashi
from ashi.core.knowledge.evidence_base.conditions import all_conditions
from ashi.web.conditions.reading import encoding
from tests.browser.sizes import PHONE

BIGGEST = 100_000
MOST_REQUESTS = 9
STYLE = "fetch(document.querySelector('link[rel=stylesheet]').href).then(one => one.text())"
MOVED = """() => new Promise(done => {
  let moved = 0;
  new PerformanceObserver(list => { for (const one of list.getEntries()) moved += one.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(moved), 400);
})"""


@pytest.mark.parametrize("language", ["en", "el"])
@pytest.mark.parametrize("path", ["/conditions/chronic-low-back-pain", "/conditions/neck-pain"])
def test_a_first_view_is_light_and_nothing_moves(path, language, small, new_browser):
    context = new_browser(viewport=PHONE)
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    kinds, sizes = {}, {}
    wire.on(
        "Network.responseReceived", lambda seen: kinds.update({seen["requestId"]: seen["type"]})
    )
    wire.on(
        "Network.loadingFinished",
        lambda seen: sizes.update({seen["requestId"]: seen["encodedDataLength"]}),
    )
    page.goto(f"{path}?lang={language}", wait_until="networkidle")
    moved = page.evaluate(MOVED)
    # The test server packs no styles: they count as they travel from the real one.
    style = page.evaluate(STYLE)
    fonts = {name: size for name, size in sizes.items() if kinds.get(name) == "Font"}
    document = sum(size for name, size in sizes.items() if kinds.get(name) == "Document")
    other = [name for name in sizes if kinds.get(name) not in ("Font", "Document", "Stylesheet")]
    packed = len(brotli.compress(style.encode(), quality=11))
    whole = document + sum(fonts.values()) + packed + sum(map(sizes.__getitem__, other)) // 3

    assert whole < BIGGEST, (document, fonts, packed)
    assert len(sizes) <= MOST_REQUESTS
    assert "Script" not in kinds.values()
    assert moved < 0.02


def headings(page):
    return page.evaluate(
        "[...document.querySelectorAll('main :is(h1,h2,h3,h4)')].map(one => +one.tagName[1])"
    )


@pytest.mark.parametrize(
    "path", ["/conditions/", "/conditions/migraine", "/conditions/tennis-elbow"]
)
def test_headings_go_down_one_step_at_a_time(path, small, new_browser):
    page = new_browser(viewport=PHONE).new_page()
    page.goto(path)
    levels = headings(page)

    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert page.evaluate("[...document.images].every(one => one.width && one.height)")


def test_a_small_font_that_is_late_is_stood_in_for_by_no_other():
    """Faces that also named its letters would all be fetched at once, 200 kB of them."""
    style = (Path(ashi.__file__).parent / "web/static/built/css/app.css").read_text("utf-8")
    faces = [
        (file, {letter for span in _spans(spans) for letter in span})
        for file, spans in re.findall(r"@font-face\{.*?fonts/([\w-]+)\..*?range:([^;}]+)", style)
    ]
    small = [one for one in faces if not one[0].endswith("-rest")]
    rest = [one for one in faces if one[0].endswith("-rest")]

    assert len(small) == 4
    assert [
        (a, b) for (a, here), (b, there) in itertools.product(small, rest) if here & there
    ] == []


def _spans(text: str) -> list[range]:
    ends = [one.strip().removeprefix("U+").split("-") for one in text.split(",")]
    return [range(int(one[0], 16), int(one[-1], 16) + 1) for one in ends]


@pytest.mark.django_db
def test_a_page_is_packed_as_the_browser_asks_and_can_be_asked_again(small):
    for one in all_conditions()[:3]:
        path = f"/conditions/{one.slug}"
        plain = Client().get(path).content
        packed = Client().get(path, headers={"Accept-Encoding": "gzip, deflate, br"})
        older = Client().get(path, headers={"Accept-Encoding": "gzip"})
        again = Client().get(
            path, headers={"Accept-Encoding": "br", "If-None-Match": packed["ETag"]}
        )
        assert packed["Content-Encoding"] == "br"
        assert brotli.decompress(packed.content) == gzip.decompress(older.content) == plain
        assert len(packed.content) < len(older.content)
        assert again.status_code == 304
        assert "Accept-Encoding" in packed["Vary"]


@pytest.mark.parametrize(
    ("accepted", "way"),
    [
        ("gzip, br", "br"),
        ("br;q=0, gzip", "gzip"),
        ("BR;q=0.5", "br"),
        ("br;q=0.000", ""),
        ("identity", ""),
        ("", ""),
        (";;;,,q=1", ""),
    ],
)
def test_a_way_is_used_only_where_a_browser_takes_it(accepted, way):
    assert encoding(accepted) == way
