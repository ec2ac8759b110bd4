"""Every type of page that anybody may read, as a search engine and a screen reader meet it."""

import io
import itertools
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import get_resolver
from PIL import Image

from ashi.core.knowledge.evidence_base.conditions import all_conditions
from ashi.core.knowledge.pages.reading import all_pages
from ashi.core.knowledge.physio.exercises import all_exercises

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FOUND = {
    "centre": "/centre",
    "conditions": "/conditions/",
    "condition": "/conditions/chronic-low-back-pain",
    "search": "/conditions/search?q=back",
    "about": "/about/safety",
    "glossary": "/about/words",
    "exercises": "/exercises/",
    "exercise": "/exercises/LB11",
    "person": "/people/{person}",
}
OTHERS = {"home": "/", "book": "/book/", "book-times": "/book/acu-60/", "login": "/accounts/login/"}
EVERY = FOUND | OTHERS
VOID = {"input", "img", "br", "meta", "link", "hr", "use", "path", "line", "rect", "circle"}
NAMELESS = {"hidden", "submit", "button"}
XHTML = "{http://www.w3.org/1999/xhtml}"
SITE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@dataclass
class Element:
    tag: str
    attrs: dict[str, str]
    text: str = ""
    parents: tuple[str, ...] = ()
    inside: list["Element"] = field(default_factory=list)
    hidden: bool = False  # from who hears the page

    @property
    def name(self) -> str:
        """What a screen reader calls it, as far as the page alone says."""
        own = self.attrs.get("aria-label") or self.attrs.get("title") or self.text.strip()
        return own or " ".join(one.attrs.get("alt", "") for one in self.inside if one.tag == "img")


class Page(HTMLParser):
    """A page as its elements, each with the text inside it that is not hidden."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.all: list[Element] = []
        self.open: list[Element] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        said = {name: value or "" for name, value in attrs}
        hidden = any(up.hidden for up in self.open) or said.get("aria-hidden") == "true"
        one = Element(tag, said, parents=tuple(up.tag for up in self.open), hidden=hidden)
        for up in self.open:
            up.inside.append(one)
        self.all.append(one)
        if tag not in VOID:
            self.open.append(one)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag in [one.tag for one in self.open]:
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data):
        if not any(one.hidden for one in self.open):
            for up in self.open:
                up.text += data

    def of(self, *tags: str) -> list[Element]:
        return [one for one in self.all if one.tag in tags]

    def meta(self, name: str) -> list[str]:
        named = [one.attrs for one in self.of("meta")]
        return [one["content"] for one in named if name in (one.get("name"), one.get("property"))]

    def links(self, rel: str) -> dict[str, str]:
        found = [one.attrs for one in self.of("link") if one.attrs.get("rel") == rel]
        return {one.get("hreflang", ""): one["href"] for one in found}


@pytest.fixture
def read(small):
    small.centre.about = "A centre where two professions plan one course."
    small.centre.about_el = "Ένα κέντρο όπου δύο επαγγέλματα σχεδιάζουν μία θεραπεία."
    small.centre.save()
    person = small.people["maria"].pk

    def opened(path: str, language: str = "en") -> Page:
        client = Client()
        client.cookies["django_language"] = language
        answer = client.get(path.format(person=person))
        assert answer.status_code == 200, path
        return Page(answer.content.decode())

    return opened


@pytest.mark.parametrize("language", ["en", "el"])
@pytest.mark.parametrize("path", EVERY.values(), ids=EVERY)
def test_a_page_has_one_heading_of_the_first_rank_and_no_rank_is_left_out(read, path, language):
    page = read(path, language)
    ranks = [int(one.tag[1]) for one in page.of("h1", "h2", "h3", "h4")]

    assert ranks.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(ranks))
    assert all(one.text.strip() for one in page.of("h1", "h2", "h3", "h4"))


@pytest.mark.parametrize("language", ["en", "el"])
@pytest.mark.parametrize("path", EVERY.values(), ids=EVERY)
def test_whatever_is_pressed_or_filled_in_has_a_name(read, path, language):
    page = read(path, language)
    labelled = {one.attrs.get("for") for one in page.of("label")}
    pressed = [one.attrs for one in page.of("a", "button", "summary") if not one.name]
    fields = [
        one.attrs
        for one in page.of("input", "select", "textarea")
        if one.attrs.get("type") not in NAMELESS
        and one.attrs.get("id") not in labelled
        and "label" not in one.parents
        and not one.attrs.get("aria-label")
    ]
    drawn = [
        one.attrs
        for one in page.of("svg")
        if not one.hidden
        and not one.attrs.get("aria-label")
        and not one.attrs.get("aria-labelledby")
        and not any(up in ("a", "button") for up in one.parents)
    ]

    assert (pressed, fields, drawn) == ([], [], [])


@pytest.mark.parametrize("path", EVERY.values(), ids=EVERY)
def test_nothing_moves_and_nothing_waits_for_a_script(read, path):
    page = read(path)
    sized = [{"width", "height"} <= one.attrs.keys() for one in page.of("img")]
    drawn = [
        "viewBox" in one.attrs or "class" in one.attrs for one in page.of("svg")
    ]  # an icon's size is the stylesheet's
    scripts = [
        one.attrs for one in page.of("script") if "src" in one.attrs and "head" in one.parents
    ]

    assert all(sized)
    assert all(drawn)
    assert all("defer" in one or one.get("type") == "module" for one in scripts)
    assert [one.attrs for one in page.all if "style" in one.attrs or "onclick" in one.attrs] == []
    assert page.of("style") == []


@pytest.mark.parametrize("path", EVERY.values(), ids=EVERY)
def test_names_of_places_on_a_page_come_once_and_what_points_to_them_finds_them(read, path):
    page = read(path)
    ids = [one.attrs["id"] for one in page.all if "id" in one.attrs]
    pointed = [
        name
        for one in page.all
        for attribute in ("aria-labelledby", "aria-describedby", "for")
        for name in one.attrs.get(attribute, "").split()
    ]
    within = [one.attrs["href"][1:] for one in page.of("a") if one.attrs["href"].startswith("#")]

    assert len(ids) == len(set(ids))
    assert set(pointed + within) <= set(ids)


@pytest.mark.parametrize("language", ["en", "el"])
@pytest.mark.parametrize("path", EVERY.values(), ids=EVERY)
def test_a_page_says_its_language_and_has_a_title_that_fits(read, path, language):
    page = read(path, language)
    (root,), (title,) = page.of("html"), page.of("title")

    assert root.attrs["lang"] == language
    assert 10 <= len(title.text.strip()) <= 100


@pytest.mark.parametrize("language", ["en", "el"])
@pytest.mark.parametrize("path", FOUND.values(), ids=FOUND)
def test_a_page_that_is_found_is_described_and_has_its_address_in_each_language(
    read, path, language
):
    page = read(path, language)
    here = page.links("canonical")[""]
    others = page.links("alternate")
    (about,), (title,), (picture,) = map(page.meta, ("description", "og:title", "og:image"))

    assert here.endswith(f"?lang={language}")
    assert others[language] == here
    assert set(others) == {"en", "el", "x-default"}
    assert 20 <= len(about) <= 320
    assert page.meta("og:description") == [about]
    assert title
    assert page.meta("og:url") == [here]
    drawn = Image.open(io.BytesIO(Client().get(picture.removeprefix("http://testserver")).content))
    assert drawn.size == (1200, 630)


@pytest.mark.parametrize("path", FOUND.values(), ids=FOUND)
def test_two_languages_are_told_apart_in_words(read, path):
    english, greek = (read(path, language) for language in ("en", "el"))

    assert english.of("title")[0].text != greek.of("title")[0].text
    assert english.meta("description") != greek.meta("description")


def test_the_first_page_is_told_as_the_centres_and_is_never_kept(read):
    page = read("/")

    assert page.links("canonical")[""].endswith("/centre?lang=en")
    assert "no-cache" in Client().get("/")["Cache-Control"]
    assert "public" not in Client().get("/")["Cache-Control"]


def test_the_map_of_the_site_holds_every_page_that_is_found(small, read):
    tree = ElementTree.fromstring(Client().get("/sitemap.xml").content)
    listed = {one.text for one in tree.iter(f"{SITE}loc")}
    person = f"/people/{small.people['maria'].pk}"
    paths = [
        "/centre",
        "/conditions/",
        "/exercises/",
        "/about/words",
        person,
        *(f"/conditions/{one.slug}" for one in all_conditions()),
        *(f"/about/{one.slug}" for one in all_pages()),
        *(f"/exercises/{one}" for one in all_exercises()),
    ]

    assert {f"http://testserver{path}?lang={one}" for path in paths for one in ("en", "el")} <= (
        listed
    )
    assert {len(list(one.iter(f"{XHTML}link"))) for one in tree} == {2}
    for address in (path for path in paths if re.search(r"/(centre|words|people/\d+)$", path)):
        assert Client().get(address).status_code == 200


def test_no_type_of_open_page_is_left_out_of_these_tests():
    """Pages behind a link or a device of one's own, files and switches are none that anybody finds."""
    ours = {
        pattern.name
        for pattern in _patterns(get_resolver())
        if getattr(pattern.callback, "policy", "") == "open"
    }
    private = {
        name
        for name in ours
        if re.match(
            r"(wait|visit|question|own|my|book-(details|code|done|release)|demo|home-|tablet|medicine|offer|reminders)",
            name,
        )
    }
    no_pages = {
        "theme", "sitemap", "leaflet", "about-card", "condition-card", "conditions-card",
        "glossary-card", "exercises-card", "centre-card", "feed", "board-worker",
    }  # fmt: skip

    assert ours - private - no_pages - set(EVERY) == set()


def _patterns(resolver):
    for one in resolver.url_patterns:
        if hasattr(one, "url_patterns"):
            yield from _patterns(one)
        else:
            yield one
