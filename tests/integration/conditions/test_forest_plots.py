"""Forest plots on the pages: drawn, said in a sentence and in a table, in both languages."""

import re
from html import unescape

import pytest
from django.test import Client

from ashi.core.knowledge.evidence_base.conditions import all_conditions
from ashi.core.knowledge.evidence_base.plots import plots_for
from tests.desk.signing import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def read(slug: str, language: str = "en") -> str:
    return unescape(Client().get(f"/conditions/{slug}", {"lang": language}).content.decode())


@pytest.mark.parametrize("language", ["en", "el"])
def test_trials_are_pooled_drawn_said_and_tabled(small, language):
    page = read("chronic-low-back-pain", language)
    comma = "−10,21 (−14,99 έως −5,44)" if language == "el" else "−10.21 (−14.99 to −5.44)"

    assert page.count(comma) >= 4  # in both drawings, for who cannot see, in the table
    assert "Kerr 2003" in page
    assert "DerSimonian" in page
    assert "τ²" in page
    assert "I²" in page
    said = "0.5 to 1.5 points lower" if language == "en" else "0,5 έως 1,5 βαθμούς χαμηλότερη"
    assert said in page


def test_coordinates_are_written_with_points_in_greek_too(small):
    page = read("chronic-low-back-pain", "el")

    for value in re.findall(r'\b(?:x|y|x1|x2|y1|y2|width|height)="([^"]+)"', page):
        assert re.fullmatch(r"-?\d+(\.\d+)?", value), value


def test_every_condition_has_a_plot_or_says_that_it_has_none(small):
    for one in all_conditions():
        page = read(one.slug)
        drawn = page.count('<figure class="figure forest"')
        assert drawn == len(plots_for(one.id))
        assert ("no numbers that can be drawn" in page) == (drawn == 0)
        assert page.count("style=") == 0


def test_staff_see_the_plots_of_a_claim(small):
    page = client_of(small.users["maria"]).get("/evidence/lbp-reviews-2005").content.decode()

    assert page.count('<figure class="figure forest"') >= 2
