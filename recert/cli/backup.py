"""`recert backup FILE`: everything worth keeping, in one file."""

from __future__ import annotations

import argparse
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from django.db import connection

from recert.cli import archive, clock
from recert.lib.refusals import Refused


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
    print(f"{args.file}: the database and {files} pieces of evidence, {megabytes} MB.")
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
            evidence = sorted(archive.vault_folder().glob("*/*"))
            for proof in evidence:
                tar.add(proof, f"{archive.VAULT}/{proof.parent.name}/{proof.name}")
        draft.rename(file)
    return len(evidence)
