"""The picture and the tags by which a page is shown where its address is shared."""

import io
import re
from html import unescape

import pytest
from django.test import Client
from PIL import Image

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PATHS = ["/conditions/neck-pain", "/conditions/slipped-disc-with-leg-pain", "/about/safety"]


@pytest.mark.parametrize("language", ["en", "el"])
@pytest.mark.parametrize("path", PATHS)
def test_a_page_names_its_picture_and_the_picture_is_there(small, path, language):
    page = unescape(Client().get(path, {"lang": language}).content.decode())
    (address,) = re.findall(r'<meta property="og:image" content="http://testserver([^"]+)">', page)
    answer = Client().get(address)
    drawn = Image.open(io.BytesIO(answer.content))

    assert answer["Content-Type"] == "image/png"
    assert drawn.size == (1200, 630)
    assert len(drawn.convert("RGB").getcolors(1200 * 630)) > 20  # letters are on it
    assert f"lang={language}" in address
    assert 'name="description" content="' in page


def test_languages_have_pictures_of_their_own(small):
    cards = {
        Client().get("/conditions/neck-pain/card.png", {"lang": language}).content
        for language in ("en", "el")
    }

    assert len(cards) == 2


@pytest.mark.parametrize("path", ["/conditions/nothing/card.png", "/about/nothing/card.png"])
def test_of_a_page_that_is_not_there_there_is_no_picture(small, path):
    assert Client().get(path).status_code == 404
