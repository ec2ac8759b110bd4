"""What is kept of a file: its type by content, a photograph without its place, a PDF's words."""

import io
import struct
import time

import pytest
from PIL import Image, ImageCms

from ashi.apps.documents import reading
from ashi.apps.documents.errors import FileRefusedError
from ashi.apps.documents.reading import made_ready
from ashi.apps.documents.sniffing import Media, Received, media_of, plain_name
from tests.desk.files import huge_png, pdf, photograph


def reason(name: str, content: bytes) -> str:
    with pytest.raises(FileRefusedError) as caught:
        made_ready(Received(name, content))
    return str(caught.value.fields["reason"])


@pytest.mark.parametrize(
    ("name", "content", "media"),
    [
        ("letter.pdf", pdf("Dear"), Media.PDF),
        ("letter", pdf("Dear"), Media.PDF),
        ("a.JPG", photograph("JPEG"), Media.JPEG),
        ("a.png", photograph("PNG"), Media.PNG),
        ("a.webp", photograph("WEBP"), Media.WEBP),
        ("Σημειώσεις 3.5.2024", "Πόνος στη μέση".encode(), Media.TEXT),
        ("note.txt", b"\xef\xbb\xbfold\r\nnote", Media.TEXT),
        ("table.csv", b"a;b\n1;2\n", Media.CSV),
        ("table.txt", b"a;b\n1;2\n", Media.TEXT),
    ],
)
def test_a_file_is_what_its_content_says(name, content, media):
    assert media_of(Received(name, content)) is media


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n ", "empty"),
        ("a.txt", b"x" * (20 * 1024 * 1024 + 1), "too-large"),
        ("a.pdf", photograph("PNG"), "lies"),
        ("a.jpg", b"just words", "lies"),
        ("a.png", pdf("Dear"), "lies"),
        ("a.csv", b"one sentence, and no table\nat all", "lies"),
        ("a.jpg", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "heic"),
        ("a.html", b"<script>alert(1)</script>", "kind"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "kind"),
        ("a.exe", b"MZ\x90\x00\x03", "kind"),
        ("a.zip", b"PK\x03\x04\x14\x00", "kind"),
        ("a.gif", b"GIF89a\x01\x00", "kind"),
        ("a.txt", b"nul \x00 inside", "kind"),
        ("a.txt", "Πόνος".encode("windows-1253"), "kind"),
        ("a.jpg", photograph("JPEG")[:400], "broken"),
        ("a.png", photograph("PNG")[:60], "broken"),
        ("a.webp", photograph("WEBP")[:24], "broken"),
        ("a.jpg", b"\xff\xd8\xff nothing more", "broken"),
        ("a.pdf", b"%PDF-1.7 nothing more", "broken"),
        ("a.pdf", pdf("Dear", password="secret"), "locked"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_reason(name, content, why):
    assert reason(name, content) == why


@pytest.mark.slow
def test_a_small_file_that_unpacks_to_more_than_a_machine_has_is_not_unpacked():
    bomb = huge_png(60_000, 20_000)

    assert len(bomb) < 1_000_000
    assert reason("a.png", bomb) == "pixels"


def test_forty_megapixels_are_counted_before_any_is_decoded():
    with pytest.raises(FileRefusedError) as caught:
        made_ready(Received("a.png", huge_png(8000, 5000)))

    assert caught.value.fields == {"reason": "pixels", "megapixels": 40}


@pytest.mark.parametrize("kind", [b"VP8X", b"VP8L", b"VP8 "])
def test_a_webp_of_too_many_pixels_is_refused_from_its_head(kind):
    side = 16_000
    body = {
        b"VP8X": bytes(4) + 2 * (side - 1).to_bytes(3, "little"),
        b"VP8L": b"\x2f" + ((side - 1) | (side - 1) << 14).to_bytes(4, "little") + bytes(5),
        b"VP8 ": bytes(3) + b"\x9d\x01\x2a" + struct.pack("<HH", side, side),
    }[kind]
    content = b"RIFF" + bytes(4) + b"WEBP" + kind + bytes(4) + body

    assert reason("a.webp", content) == "pixels"


@pytest.mark.parametrize("media", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_keeps_its_picture_and_nothing_else(media):
    sent = photograph(media, comment=b"at home") if media == "JPEG" else photograph(media)
    assert b"Camera of Nowhere" in sent

    kept = made_ready(Received("a", sent)).content

    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.size == (60, 40)
        assert not picture.getexif()
        assert "comment" not in picture.info
        red, white = (picture.convert("RGB").getpixel((x, 20)) for x in (5, 55))
    assert red[0] > 240 > 20 > red[1]
    assert min(white) > 240
    assert b"Camera of Nowhere" not in kept


def test_a_photograph_taken_sideways_is_turned_before_its_note_of_that_is_left_behind():
    exif = Image.Exif()
    exif[0x0112] = 6
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(file, "JPEG", exif=exif)

    kept = made_ready(Received("a.jpg", file.getvalue())).content

    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.size == (40, 60)


def test_colours_of_other_spaces_and_clear_pictures_are_kept_as_they_look():
    space = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    sent = photograph("JPEG", icc_profile=space)
    file = io.BytesIO()
    Image.new("RGBA", (10, 10), (255, 0, 0, 0)).save(file, "PNG")

    kept = made_ready(Received("a.jpg", sent)).content
    clear = made_ready(Received("a.png", file.getvalue())).content

    with Image.open(io.BytesIO(kept)) as picture, Image.open(io.BytesIO(clear)) as glass:
        assert "icc_profile" not in picture.info
        assert glass.getpixel((0, 0))[3] == 0


def test_the_words_of_a_pdf_and_of_a_text_are_read():
    assert made_ready(Received("a.pdf", pdf("Lumbar MRI"))).text == "Lumbar MRI"
    assert made_ready(Received("a.txt", "Πόνος\r\nστη μέση".encode())).text == "Πόνος\nστη μέση"


@pytest.mark.slow
@pytest.mark.parametrize(("seconds", "words"), [(0.02, 60_000), (5.0, 600_000)])
def test_a_pdf_that_takes_long_to_read_is_kept_without_its_words(monkeypatch, seconds, words):
    """The first by its time, the second by the size of what draws its page."""
    monkeypatch.setattr(reading, "MOST_SECONDS", seconds)
    slow = pdf(") Tj (".join("a" * words))
    began = time.monotonic()

    ready = made_ready(Received("a.pdf", slow))

    assert (ready.content, ready.text) == (slow, "")
    assert time.monotonic() - began < 4


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\letters\\Γράμμα ιατρού.pdf", "Γράμμα ιατρού.pdf"),
        ("a\x00b\r\n.txt", "ab.txt"),
        ("\u202efdp.exe", "fdp.exe"),
        ("", "file"),
        ("..", ".."),
    ],
)
def test_a_name_is_only_ever_shown(sent, shown):
    assert plain_name(sent) == shown
