"""Files people upload, made here: good ones, and the sorts that must be refused."""

from __future__ import annotations

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def picture(colour: str = "beige") -> bytes:
    """A small photograph."""
    written = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(written, "JPEG")
    return written.getvalue()


def upload(name: str = "certificate.jpg", content: bytes | None = None) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, picture() if content is None else content)
