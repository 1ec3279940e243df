"""Files for tests: small, valid ones, and ones that only pretend."""

from __future__ import annotations

import io

from PIL import Image


def pdf(text: str = "certificate", pages: int = 1) -> bytes:
    """A real PDF of so many empty pages; `text` makes two of them differ."""
    kids = " ".join(f"{3 + page} 0 R" for page in range(pages))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>",
        *("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>" for _page in range(pages)),
    ]
    written = io.BytesIO()
    written.write(f"%PDF-1.4\n% {text}\n".encode())
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(written.tell())
        written.write(f"{number} 0 obj\n{content}\nendobj\n".encode())
    start = written.tell()
    written.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    for offset in offsets:
        written.write(f"{offset:010d} 00000 n \n".encode())
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    written.write(trailer.encode())
    return written.getvalue()


def picture(form: str = "JPEG", size: tuple[int, int] = (40, 20), exif: bytes = b"") -> bytes:
    """A real picture, perhaps with something hidden in it."""
    written = io.BytesIO()
    Image.new("RGB", size, "white").save(written, form, **({"exif": exif} if exif else {}))
    return written.getvalue()
