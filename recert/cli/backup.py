"""`recert backup FILE`: everything worth keeping, in one file."""

from __future__ import annotations

import argparse
import hashlib
import io
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.db import connection

from recert.cli import archive, clock
from recert.lib.refusals import Refused
from recert.lib.vault import Vault


def add_parser(subparsers: Any) -> None:
    """Add the command and the file it writes."""
    parser = subparsers.add_parser(
        "backup",
        description="Write database and evidence into one tar file, while people go on working.",
    )
    parser.add_argument("file", type=Path, help="a file that does not exist yet: recert.tar")


def run(args: argparse.Namespace) -> int:
    """Write the backup and say how large it is."""
    try:
        files = write_backup(args.file)
    except Refused as refused:
        print("\n".join(refused.sentences), file=sys.stderr)
        return 1
    megabytes = -(-args.file.stat().st_size // 1_000_000)
    print(f"{args.file}: the database and evidence ({files}), {megabytes} MB.")
    return 0


def write_backup(file: Path) -> int:
    """Write everything to `file`, which appears only when it is whole.

    The database comes first: evidence is kept in the vault before its row is written, so
    every row of this backup has its file in it. Returns how many files the vault gave.
    """
    if file.exists():
        raise Refused(f"{file} exists. Name another file, or move it away.")
    if not file.parent.is_dir():
        raise Refused(f"There is no folder {file.parent}. Make it first.")
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".recert-") as folder:
        draft, dump = Path(folder) / "draft.tar", Path(folder) / archive.DATABASE
        archive.dump_database(dump)
        manifest = archive.Manifest(
            format=archive.FORMAT,
            engine=connection.vendor,
            made_at=clock.now().isoformat(timespec="seconds"),
            sha256=archive.sha256_of(dump),
        )
        (Path(folder) / archive.MANIFEST).write_text(manifest.to_json(), encoding="utf-8")
        draft.touch(mode=0o600)
        with tarfile.open(draft, "w") as tar:
            tar.add(Path(folder) / archive.MANIFEST, archive.MANIFEST)
            tar.add(dump, archive.DATABASE)
            checksums = list(_add_evidence(tar))
            _add(tar, archive.CHECKSUMS, "".join(checksums).encode())
        draft.rename(file)
    return len(checksums)


def _add_evidence(tar: tarfile.TarFile) -> Iterator[str]:
    """Add each file of the vault, and yield its line of checksums."""
    vault = Vault(archive.vault_folder())
    for kept in vault.names():
        with suppress(FileNotFoundError):  # its owner took it back while we were writing
            content = vault.read(kept)
            name = f"{archive.VAULT}/{kept[:2]}/{kept}"
            _add(tar, name, content)
            yield f"{hashlib.sha256(content).hexdigest()}  {name}\n"


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    tar.addfile(member, io.BytesIO(content))
