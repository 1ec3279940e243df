"""`recert backup` and `recert restore`: what was there is there again, or nothing is touched."""

from __future__ import annotations

import io
import stat
import tarfile
from pathlib import Path

import pytest

from tests.cli.conftest import Install, Installation

PROOF = b"%PDF-1.4 a certificate"


@pytest.fixture(scope="module")
def backup(started: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of an installation with one file in its vault."""
    place = started.vault / "ab" / ("ab" + "0" * 18)
    place.parent.mkdir(parents=True)
    place.write_bytes(PROOF)
    file = tmp_path_factory.mktemp("backup") / "recert.tar"
    done = started.recert("backup", str(file))
    assert done.returncode == 0, done.stderr
    assert "the database and evidence (1)" in done.stdout
    return file


def test_a_restored_installation_is_what_it_was(backup: Path, install: Install) -> None:
    again = install()
    done = again.recert("restore", str(backup))
    assert done.returncode == 0, done.stderr
    assert (again.vault / "ab" / ("ab" + "0" * 18)).read_bytes() == PROOF
    # Everything is as it was: the same owner cannot be made twice.
    assert "There is a body here already" in again.recert("init").stderr


def test_only_its_owner_can_read_a_backup(backup: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600


def test_a_backup_never_overwrites(backup: Path, started: Installation) -> None:
    before = backup.read_bytes()
    done = started.recert("backup", str(backup))
    assert done.returncode == 1
    assert "exists. Name another file" in done.stderr
    assert backup.read_bytes() == before


def test_a_failed_backup_leaves_no_file(started: Installation, tmp_path: Path) -> None:
    done = started.recert("backup", str(tmp_path / "none" / "recert.tar"))
    assert done.returncode == 1
    assert "There is no folder" in done.stderr


def test_a_full_installation_is_not_overwritten(backup: Path, started: Installation) -> None:
    done = started.recert("restore", str(backup))
    assert done.returncode == 1
    assert "The database is not empty" in done.stderr


def test_a_full_vault_is_not_overwritten(backup: Path, install: Install) -> None:
    again = install()
    again.vault.mkdir()
    (again.vault / "something").write_text("of somebody")
    done = again.recert("restore", str(backup))
    assert done.returncode == 1
    assert "is not empty. Move it away first" in done.stderr


def changed(backup: Path, member: str, content: bytes) -> Path:
    """A copy of the backup in which one member reads otherwise."""
    copy = backup.with_name("changed.tar")
    with tarfile.open(backup) as old, tarfile.open(copy, "w") as new:
        for info in old:
            file = old.extractfile(info)
            data = content if info.name == member else file.read() if file else b""
            info.size = len(data)
            new.addfile(info, io.BytesIO(data))
    return copy


@pytest.mark.parametrize(
    ("member", "content", "words"),
    [
        ("database", b"damaged", "The database in this file is damaged"),
        ("vault/ab/ab000000000000000000", b"another", "Evidence in this file is damaged (1)"),
        ("evidence.sha256", b"", "Evidence in this file is damaged (1)"),
        ("manifest.json", b"\xff\xfe", "not a backup made by recert"),
        ("manifest.json", b"{}", "not a backup made by recert"),
        (
            "manifest.json",
            b'{"format": 9, "engine": "sqlite", "made_at": "", "sha256": ""}',
            "has format 9",
        ),
        (
            "manifest.json",
            b'{"format": 1, "engine": "oracle", "made_at": "", "sha256": ""}',
            "This backup is of oracle",
        ),
    ],
)
def test_a_wrong_file_is_refused_before_anything_changes(
    backup: Path,
    install: Install,
    member: str,
    content: bytes,
    words: str,
) -> None:
    again = install()
    done = again.recert("restore", str(changed(backup, member, content)))
    assert done.returncode == 1
    assert words in done.stderr
    assert not again.vault.exists()
    # An installation that had changed would refuse any file as not being empty.
    assert "cannot be read" in again.recert("restore", "none.tar").stderr


def test_what_is_no_tar_is_refused(install: Install, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear all")
    done = install().recert("restore", str(tmp_path / "letter.txt"))
    assert done.returncode == 1
    assert "cannot be read" in done.stderr


@pytest.mark.parametrize("kept", [200, 4000, 30_000])
def test_a_file_that_was_cut_off_is_refused(
    kept: int, backup: Path, install: Install, tmp_path: Path
) -> None:
    (tmp_path / "cut.tar").write_bytes(backup.read_bytes()[:kept])
    again = install()
    done = again.recert("restore", str(tmp_path / "cut.tar"))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert not again.vault.exists()


def test_a_tar_that_would_write_elsewhere_is_refused(
    backup: Path, install: Install, tmp_path: Path
) -> None:
    with tarfile.open(backup) as old, tarfile.open(tmp_path / "sly.tar", "w") as new:
        for info in old:
            new.addfile(info, old.extractfile(info))
        new.addfile(tarfile.TarInfo("vault/../../sly"))
    done = install().recert("restore", str(tmp_path / "sly.tar"))
    assert done.returncode == 1
    assert "not a backup made by recert" in done.stderr
