"""`recert restore FILE`: a backup becomes an installation again."""

from __future__ import annotations

import argparse
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from django.db import connection

from recert.cli import archive
from recert.cli.upgrade import upgrade
from recert.lib.refusals import Refused


def add_parser(subparsers: Any) -> None:
    """Add the command and the file it reads."""
    parser = subparsers.add_parser(
        "restore",
        description="Read a backup into an empty database and an empty vault, then upgrade.",
    )
    parser.add_argument("file", type=Path, help="what `recert backup` wrote")


def run(args: argparse.Namespace) -> int:
    """Restore, and say from when."""
    try:
        manifest = read_backup(args.file)
    except Refused as refused:
        print("\n".join(refused.sentences), file=sys.stderr)
        return 1
    upgrade()
    print(f"Restored as it was at {manifest.made_at}. Now run `recert doctor`.")
    return 0


def read_backup(file: Path) -> archive.Manifest:
    """Bring everything back, or refuse and change nothing.

    All is unpacked beside the vault and checked before the first change is made.
    """
    vault = archive.vault_folder()
    if not archive.database_is_empty():
        raise Refused("The database is not empty. Name an empty one in DATABASE_URL.")
    if vault.exists() and any(vault.iterdir()):
        raise Refused(f"The vault {vault} is not empty. Move it away first.")
    vault.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=vault.parent, prefix=".recert-") as folder:
        manifest = _unpack(file, Path(folder))
        archive.load_database(Path(folder) / archive.DATABASE)
        if vault.exists():
            vault.rmdir()
        unpacked = Path(folder) / archive.VAULT
        unpacked.mkdir(mode=0o700, exist_ok=True)
        unpacked.rename(vault)
    return manifest


def _unpack(file: Path, folder: Path) -> archive.Manifest:
    try:
        with tarfile.open(file) as tar:
            tar.extractall(folder, filter="data")
    except (OSError, tarfile.TarError) as error:
        raise Refused(f"{file} cannot be read: {error}") from None
    manifest_file, database = folder / archive.MANIFEST, folder / archive.DATABASE
    if not (manifest_file.is_file() and database.is_file()):
        raise Refused("This file is not a backup made by recert.")
    manifest = archive.Manifest.from_json(manifest_file.read_text(encoding="utf-8"))
    if manifest.engine != connection.vendor:
        raise Refused(
            f"This backup is of {manifest.engine}, and DATABASE_URL names {connection.vendor}. "
            "Restore it into the kind of database it was made from."
        )
    if archive.sha256_of(database) != manifest.sha256:
        raise Refused("The database in this file is damaged. Take another backup.")
    return manifest
