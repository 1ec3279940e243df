"""Unpacking: the list somebody wants of a whole register that was taken along in one file."""

from __future__ import annotations

import io
import zipfile

from django.utils.translation import gettext as _

from recert.lib.refusals import Refused
from recert.lib.tables import MOST_BYTES
from recert.register.models import PART_OF, Brings


def list_in(content: bytes, brings: Brings) -> bytes:
    """The list of the sort that is wanted; whatever is no file of ours is given back as it is.

    A register too large for one import has several parts: they are brought one by one.
    """
    if not content.startswith(b"PK"):
        return content
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = [each for each in archive.infolist() if _is_part(each.filename, brings)]
            others = any(_is_part(each, sort) for each in archive.namelist() for sort in Brings)
            if not others:
                return content  # a workbook, or whatever else its reader makes of it
            if len(found) == 1 and found[0].file_size <= MOST_BYTES:
                return archive.read(found[0])
    except Exception:  # a broken archive makes its reader raise almost anything
        return content  # and whoever reads it as a workbook says so
    if not found:
        sentence = _("This file has no list of that sort in it: %(name)s.")
        raise Refused(sentence % {"name": brings.label}, "file")
    sentence = _("This register is too large for one import. Unpack the file, and import its "
                 "parts one by one: %(names)s.")  # fmt: skip
    raise Refused(sentence % {"names": ", ".join(each.filename for each in found)}, "file")


def _is_part(name: str, brings: Brings) -> bool:
    stem, _dot, kind = name.rpartition(".")
    begins, _dash, number = stem.partition("-")
    return (
        kind in ("csv", "xlsx") and begins == PART_OF[brings] and (not number or number.isdigit())
    )
