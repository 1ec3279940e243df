"""How many questions are asked of the database, whatever this process has read before.

A process reads each edition once and keeps it. Which test pays for that depends on the order
they run in, so whoever counts lets everything be read first.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

from recert.rulebooks.models import Edition
from recert.rulebooks.queries import all_rulebooks, rulebook_with


@contextmanager
def counted() -> Iterator[CaptureQueriesContext]:
    """What is asked inside; `len()` of it says how often."""
    read_editions()
    with CaptureQueriesContext(connection) as asked:
        yield asked


def read_editions() -> None:
    """Read every edition there is, as it rules and as it was published."""
    all_rulebooks()
    for slug, sha256 in Edition.objects.values_list("body__slug", "sha256"):
        rulebook_with(slug, sha256)
