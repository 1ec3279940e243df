"""`recert restore FILE`: a backup becomes an installation again."""

from __future__ import annotations

import argparse
import shutil
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from django.db import connection

from recert.cli import archive
from recert.cli.upgrade import upgrade
from recert.lib.refusals import Refused

ESSENTIAL = (archive.MANIFEST, archive.DATABASE, archive.CHECKSUMS)
NOT_OURS = "This file is not a backup made by recert, or it was cut off."


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
            for member in tar:
                _take_out(tar, member, folder)
    except (OSError, EOFError, tarfile.TarError) as error:
        raise Refused(f"{file} cannot be read: {error}") from None
    if not all((folder / name).is_file() for name in ESSENTIAL):
        raise Refused(NOT_OURS)
    manifest = archive.Manifest.from_json((folder / archive.MANIFEST).read_bytes())
    if manifest.engine != connection.vendor:
        raise Refused(
            f"This backup is of {manifest.engine}, and DATABASE_URL names {connection.vendor}. "
            "Restore it into the kind of database it was made from."
        )
    if archive.sha256_of(folder / archive.DATABASE) != manifest.sha256:
        raise Refused("The database in this file is damaged. Take another backup.")
    if damaged := sorted(_damaged(folder)):
        raise Refused(
            f"Evidence in this file is damaged ({len(damaged)}), first {damaged[0]}. "
            "Take another backup."
        )
    return manifest


def _take_out(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """One file, if it is one that `recert backup` writes: a tar may name any place."""
    content = tar.extractfile(member)
    if content is None or not (member.name in ESSENTIAL or archive.PROOF.fullmatch(member.name)):
        raise Refused(NOT_OURS)
    place = folder / member.name
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with place.open("wb") as copy:
        shutil.copyfileobj(content, copy)


def _damaged(folder: Path) -> set[str]:
    """What of the evidence is not, or not only, what its checksums say."""
    lines = (folder / archive.CHECKSUMS).read_text("utf-8", "replace").splitlines()
    written = {name: checksum for checksum, _two_spaces, name in (x.partition("  ") for x in lines)}
    found = {
        str(file.relative_to(folder)): archive.sha256_of(file)
        for file in folder.glob(f"{archive.VAULT}/*/*")
    }
    return {name for name, _checksum in written.items() ^ found.items()}
