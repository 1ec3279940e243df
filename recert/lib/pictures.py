"""Pictures from strangers: decoded and written anew, which drops whatever was hidden in them."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

MOST_PIXELS = 40_000_000
MEDIA_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


class NotAPicture(ValueError):
    """It cannot be opened as JPEG, PNG or WebP."""


class TooManyPixels(ValueError):
    """It would take too much memory to open."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that was really opened, upright, as it will be kept."""

    content: bytes
    media_type: str
    width: int
    height: int


def reopen(content: bytes, *, longest: int, as_png: bool = False) -> Picture:
    """Decode a picture and write it anew, its longer side no longer than `longest` pixels.

    Raises `NotAPicture` and `TooManyPixels`.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=tuple(MEDIA_TYPES)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise TooManyPixels
                form = "PNG" if as_png else picture.format or ""
                upright = ImageOps.exif_transpose(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooManyPixels from None
    except TooManyPixels:
        raise
    except (OSError, SyntaxError, ValueError):
        raise NotAPicture from None
    upright.thumbnail((longest, longest))
    is_clear = "A" in upright.getbands() or "transparency" in upright.info
    clean = upright.convert("RGBA" if form == "PNG" and is_clear else "RGB")
    clean.info = {}
    written = io.BytesIO()
    clean.save(written, format=form, **({"quality": 88} if form != "PNG" else {}))
    return Picture(written.getvalue(), MEDIA_TYPES[form], clean.width, clean.height)
