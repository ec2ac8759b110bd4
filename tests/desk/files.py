"""Files as people send them: photographs, PDFs, and some that are not what they seem."""

import io
import struct
import zlib
from typing import Any

from PIL import Image
from pypdf import PdfReader, PdfWriter


def photograph(media: str = "JPEG", size: tuple[int, int] = (60, 40), **more: Any) -> bytes:
    """Return a picture with a red left half; where and by what it was taken stands in it."""
    picture = Image.new("RGB", size, "white")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x010F] = "Camera of Nowhere"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (35.0, 10.0, 0.0)
    file = io.BytesIO()
    picture.save(file, media, exif=exif, **more)
    return file.getvalue()


def pdf(words: str, *, password: str = "") -> bytes:
    """Return a PDF of one page on which these words stand (Latin letters)."""
    drawn = f"BT /F1 12 Tf 40 700 Td ({words}) Tj ET".encode("latin-1")
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = len(made)
    made += b"xref\n0 6\n0000000000 65535 f \n" + table
    made += b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % end
    if not password:
        return made
    writer = PdfWriter(PdfReader(io.BytesIO(made)))
    writer.encrypt(password)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def huge_png(wide: int, high: int) -> bytes:
    """Return a small PNG that says it is huge, and unpacks to that."""

    def chunk(name: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + body))
        return struct.pack(">I", len(body)) + name + body + check

    packer = zlib.compressobj(9)
    row = bytes(wide // 8 + 2)
    body = b"".join(packer.compress(row) for _ in range(high)) + packer.flush()
    head = struct.pack(">IIBBBBB", wide, high, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
