"""Papers people hold: photographs of certificates and cards, as files to upload."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw


def photograph(folder: Path, name: str, says: str) -> Path:
    """A picture with these words on it."""
    page = Image.new("RGB", (320, 200), "ivory")
    ImageDraw.Draw(page).text((20, 90), says, fill="black")
    path = folder / f"{name}.jpg"
    page.save(path, "JPEG")
    return path
