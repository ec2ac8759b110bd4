"""A photograph written anew: the same picture, and nothing else that its file held.

Where it was taken, by which camera and when, thumbnails and comments are left behind; the colours
are brought to sRGB first. How many pixels there are is read from the head of the file, before
any is decoded: a small file can unpack to more than a machine has.
"""

import io
from typing import TYPE_CHECKING

from ashi.apps.documents.errors import FileRefusedError
from ashi.apps.documents.sniffing import Media

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 30_000_000  # chosen: more than a phone's camera takes by itself
_FORMATS = {Media.JPEG: "JPEG", Media.PNG: "PNG", Media.WEBP: "WEBP"}
_SAVED = {
    Media.JPEG: {"quality": 92, "optimize": True},
    Media.PNG: {},
    Media.WEBP: {"quality": 92, "method": 4},
}


def written_anew(content: bytes, media: Media) -> bytes:
    """Return the picture of ``content`` in a file of the same type that holds nothing more.

    Raises
    ------
    FileRefusedError
        ``reason``: pixels, or broken where it cannot be decoded to the end.
    """
    if media is Media.WEBP:  # its decoder makes room for the whole canvas when it opens
        _check(_webp_size(content))
    try:
        return _written(content, media)
    except (OSError, ValueError, SyntaxError, EOFError, OverflowError, MemoryError) as error:
        raise FileRefusedError(reason="broken") from error


def _written(content: bytes, media: Media) -> bytes:
    from PIL import Image, ImageOps  # noqa: PLC0415 -- heavy, for photographs only

    try:
        with Image.open(io.BytesIO(content), formats=(_FORMATS[media],)) as opened:
            _check(opened.size)
            opened.load()
            picture = _in_srgb(ImageOps.exif_transpose(opened))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise FileRefusedError(reason="pixels") from error
    bare = Image.new(picture.mode, picture.size)  # carries nothing but what is painted on it
    bare.paste(picture)
    file = io.BytesIO()
    bare.save(file, _FORMATS[media], **_SAVED[media])
    return file.getvalue()


def _check(size: tuple[int, int]) -> None:
    pixels = size[0] * size[1]
    if pixels > MOST_PIXELS:
        raise FileRefusedError(reason="pixels", megapixels=round(pixels / 1_000_000))
    if not pixels:
        raise FileRefusedError(reason="broken")


def _in_srgb(picture: "Image") -> "Image":
    """Bring the colours of a camera's own space to the one that every screen shows."""
    from PIL import ImageCms  # noqa: PLC0415 -- as above

    profile = picture.info.get("icc_profile")
    clear = picture.has_transparency_data
    plain = picture.convert("RGBA" if clear else "L" if picture.mode in ("1", "L") else "RGB")
    if not profile or picture.mode != "RGB":
        return plain
    try:
        camera = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        done = ImageCms.profileToProfile(plain, camera, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError, ValueError):
        return plain
    return done if done is not None else plain


def _webp_size(content: bytes) -> tuple[int, int]:
    """Read the size of a WebP from its first chunk."""
    chunk, body = content[12:16], content[20:30]
    if len(body) < 10:
        raise FileRefusedError(reason="broken")
    if chunk == b"VP8X":
        return (
            int.from_bytes(body[4:7], "little") + 1,
            int.from_bytes(body[7:10], "little") + 1,
        )
    if chunk == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    wide, high = (int.from_bytes(body[at : at + 2], "little") & 0x3FFF for at in (6, 8))
    return wide, high
