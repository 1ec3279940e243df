"""Keeping: the rows of an uploaded file between two looks, so that nobody parses it again."""

from __future__ import annotations

from recert.lib.tables import Table, unpacked
from recert.register.models import Import


def table_of(found: Import) -> Table:
    """The rows of an import as they were read when it was uploaded."""
    return unpacked(bytes(found.file.content))
