"""What a backup file holds: one tar with a manifest, the database, and the vault.

manifest.json      format, engine, when, and a checksum of the database
database           a SQLite file, or what pg_dump writes
vault/xx/...       uploaded proof, under the names it is kept by
evidence.sha256    a checksum of each of these, as sha256sum writes and checks them
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from recert.lib.refusals import Refused

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database"
VAULT = "vault"
CHECKSUMS = "evidence.sha256"
PROOF = re.compile(rf"{VAULT}/([0-9a-z]{{2}})/\1[0-9a-z]{{18}}")
"""What a piece of evidence is called in the file."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What stands in the file, so that a restore can refuse what it cannot use."""

    format: int
    engine: str
    made_at: str
    sha256: str  # of the database

    def to_json(self) -> str:
        """As it is written into the file."""
        return json.dumps(asdict(self), indent=2) + "\n"

    @classmethod
    def from_json(cls, text: bytes) -> Manifest:
        """Read it back, or refuse what is no manifest of ours."""
        try:
            manifest = cls(**json.loads(text))
        except (TypeError, ValueError):
            raise Refused("This file is not a backup made by recert.") from None
        if manifest.format != FORMAT:
            raise Refused(
                f"This backup has format {manifest.format}, and this version reads {FORMAT}. "
                "Restore it with the version that made it, then upgrade."
            )
        return manifest


def sha256_of(file: Path) -> str:
    """The checksum of a file of any size."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def dump_database(to: Path) -> None:
    """Write the whole database as it is at one moment, while others go on working."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(to)])
        return
    _run_postgres("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={to}")


def database_is_empty() -> bool:
    """Whether nothing was ever migrated into the database."""
    return not connection.introspection.table_names()


def load_database(file: Path) -> None:
    """Bring a dump into the empty database, whole or not at all."""
    if connection.vendor == "sqlite":
        _load_sqlite(file)
        return
    _run_postgres(
        "pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error",
        f"--dbname={connection.settings_dict['NAME']}", str(file),
    )  # fmt: skip


def _load_sqlite(file: Path) -> None:
    with closing(sqlite3.connect(file)) as dump:
        if dump.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise Refused("The database in this backup is damaged. Take an older backup.")
    connection.close()
    place = Path(connection.settings_dict["NAME"])
    for leftover in (place, Path(f"{place}-wal"), Path(f"{place}-shm")):
        leftover.unlink(missing_ok=True)  # an empty database leaves its files behind
    draft = place.with_name(f"{place.name}.restoring")
    shutil.copyfile(file, draft)
    draft.chmod(0o600)
    draft.replace(place)


def _run_postgres(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs against our database."""
    found = shutil.which(program) or next(
        (str(p) for p in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))[::-1]), None
    )
    if not found:
        raise Refused(f"{program} is not here. Install it: apt-get install postgresql-client")
    known = connection.settings_dict
    told = {
        "PGDATABASE": known["NAME"],
        "PGUSER": known["USER"],
        "PGPASSWORD": known["PASSWORD"],
        "PGHOST": known["HOST"],
        "PGPORT": known["PORT"],
        "PGSSLMODE": known["OPTIONS"].get("sslmode", ""),
        "PGSSLROOTCERT": known["OPTIONS"].get("sslrootcert", ""),
    }
    environment = {**os.environ, **{name: value for name, value in told.items() if value}}
    done = subprocess.run(  # noqa: S603  # our own arguments, no shell
        [found, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Refused(f"{program} did not succeed: {done.stderr.strip()}")


def vault_folder() -> Path:
    """Where uploaded proof is kept."""
    return Path(settings.VAULT)
