"""Keeping: the rows of an uploaded file between two looks, so that nobody parses it again."""

from __future__ import annotations

import json
import zlib

from recert.register.importing.tables import Table
from recert.register.models import Import


def packed(table: Table) -> bytes:
    """A table as it is kept."""
    said = [table.headers, table.rows, table.written_as]
    return zlib.compress(json.dumps(said, ensure_ascii=False).encode(), 6)


def table_of(found: Import) -> Table:
    """The rows of an import as they were read when it was uploaded."""
    headers, rows, written_as = json.loads(zlib.decompress(bytes(found.file.content)))
    return Table(tuple(headers), tuple((row, tuple(cells)) for row, cells in rows), written_as)
