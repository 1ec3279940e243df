"""What `importing` measures."""

# ruff: noqa: E402 - the models can be imported only once Django is ready
from __future__ import annotations

from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import call_command

from benchmarks.importing import AT, ROWS, a_list, timed
from recert.people.actions import appoint, register_person
from recert.people.models import Role
from recert.people.queries import body_named
from recert.register.importing.acts import fix_alike, name_columns, start, upload
from recert.register.importing.running import advance_imports
from recert.register.models import Import
from recert.rulebooks.actions import load_files


def measure(rulebooks: Path) -> None:
    """Upload, try, mend, run; then the same list once more."""
    call_command("migrate", verbosity=0)
    load_files(rulebooks.glob("*.yaml"), at=AT)
    hal = register_person(
        email="hal@example.org", name="Hal", password="a long enough secret", by=None, at=AT
    )
    appoint(person=hal, body=body_named("acsm"), role=Role.OWNER, by=None, at=AT)
    content = a_list()
    act: dict[str, Any] = {"by": hal, "at": AT, "body_slug": "acsm"}

    def bring() -> Import:
        return upload(**act, name="list.csv", content=content)

    found = timed(f"upload and read {ROWS:,} rows", bring)
    this = {**act, "public_id": found.public_id}
    name_columns(**this, mapped=found.mapped, orders={})
    timed("try them all", _work)
    timed(
        "one fix, and try the rows it touches",
        lambda: fix_alike(**this, column="credential", value="PT", becomes="cpt"),
    )
    start(**this, only_whole=False)
    timed("enter them", _work)
    found.refresh_from_db()
    print(found.counts, found.did)
    again = timed("upload the same list once more", bring)
    this = {**act, "public_id": again.public_id}
    name_columns(**this, mapped=again.mapped, orders={})
    timed("try it", _work)
    again.refresh_from_db()
    print(again.counts)


def _work() -> None:
    while advance_imports(at=AT):
        pass


if __name__ == "__main__":
    measure(Path(__file__).resolve().parent.parent / "rulebooks" / "acsm")
