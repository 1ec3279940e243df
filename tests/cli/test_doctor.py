"""`recert doctor`: each trouble is found, named, and comes with its mend."""

from __future__ import annotations

import argparse
import os
import shutil
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import Settings

from recert.cli import doctor
from recert.cli.doctor import Gravity, Symptom
from recert.journal.actions import write
from recert.lib.vault import Vault
from recert.notices.actions import queue_notice
from recert.notices.models import Notice, State
from recert.people.actions import appoint, register_body, register_person
from recert.people.models import Body, Role
from recert.rulebooks.actions import load_folder
from recert.transcript.models import Evidence

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _well(settings: Settings, tmp_path: Path) -> None:
    settings.RECERT_NOW = NOW
    settings.VAULT = tmp_path / "vault"


def only(symptoms: list[Symptom]) -> Symptom:
    (symptom,) = symptoms
    assert symptom.mend
    return symptom


def test_a_sound_sandbox_has_no_trouble(capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor.run(argparse.Namespace()) == 0
    assert "trouble" not in capsys.readouterr().out


def test_a_vault_that_cannot_be_written(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings.VAULT = tmp_path / "file"
    symptom = only(list(doctor.vault_takes_files()))
    assert (symptom.gravity, "chown" in symptom.mend) == (Gravity.TROUBLE, True)


def test_a_vault_others_may_read(settings: Settings) -> None:
    Path(settings.VAULT).mkdir()
    Path(settings.VAULT).chmod(0o755)
    assert "chmod 700" in only(list(doctor.vault_takes_files())).mend


def test_migrations_that_were_not_run() -> None:
    MigrationRecorder(connection).record_unapplied("verification", "0001_initial")
    assert "recert upgrade" in only(list(doctor.database_answers())).mend


def test_a_database_from_a_later_version() -> None:
    MigrationRecorder(connection).record_applied("people", "9999_later")
    symptom = only(list(doctor.database_answers()))
    assert "people.9999_later" in symptom.what
    assert "restore" in symptom.mend


def test_tables_that_are_gone(settings: Settings) -> None:
    settings.IN_PRODUCTION = True
    symptoms = [each for each in doctor.database_answers() if each.gravity is Gravity.TROUBLE]
    assert "Tables are gone: cache." in only(symptoms).what


def test_styles_that_were_not_collected(settings: Settings, tmp_path: Path) -> None:
    assert list(doctor.pages_have_their_styles()) == []
    settings.IN_PRODUCTION = True
    settings.STATIC_ROOT = tmp_path
    assert "recert upgrade" in only(list(doctor.pages_have_their_styles())).mend
    (tmp_path / "staticfiles.json").touch()
    assert list(doctor.pages_have_their_styles()) == []
    os.utime(tmp_path / "staticfiles.json", (0, 0))
    assert "no longer" in only(list(doctor.pages_have_their_styles())).what


def test_a_disk_that_is_nearly_full(monkeypatch: pytest.MonkeyPatch) -> None:
    full = shutil.disk_usage("/")._replace(free=3 * 2**20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: full)
    assert "Only 3 MB are free" in only(list(doctor.vault_takes_files())).what


def test_a_mail_server_that_is_not_there(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        settings.EMAIL_PORT = free.getsockname()[1]
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert "EMAIL_URL" in only(list(doctor.mail_goes_out())).mend


def test_letters_that_are_only_printed_are_a_warning() -> None:
    assert only(list(doctor.mail_goes_out())).gravity is Gravity.WARNING


def test_a_clock_that_went_back() -> None:
    write(at=NOW + timedelta(days=1), by="", code="people.appointed", subject="person:ada")
    assert "set-ntp" in only(list(doctor.clock_and_zones_are_right())).mend


def test_a_zone_nobody_knows() -> None:
    register_body(slug="guild", name="Guild", zone="Europe/Berlin", currency="EUR", by=None, at=NOW)
    assert list(doctor.clock_and_zones_are_right()) == []
    Body.objects.update(zone="Europe/Atlantis")
    assert "Europe/Atlantis" in only(list(doctor.clock_and_zones_are_right())).what


@pytest.fixture
def one_rulebook(settings: Settings, tmp_path: Path) -> Path:
    """A folder of rulebooks with one edition in it, published."""
    source = sorted(Path(settings.RULEBOOKS).glob("acsm/*.yaml"))
    edition = next(file for file in source if not file.match("*.cases.yaml"))
    copy = tmp_path / "rulebooks" / "acsm" / edition.name
    copy.parent.mkdir(parents=True)
    copy.write_text(edition.read_text())
    settings.RULEBOOKS = tmp_path / "rulebooks"
    load_folder(settings.RULEBOOKS, at=NOW)
    return copy


def test_a_rulebook_that_differs_from_what_is_published(one_rulebook: Path) -> None:
    assert list(doctor.rulebooks_are_published()) == []
    one_rulebook.write_text(one_rulebook.read_text() + "# a word more\n")
    assert only(list(doctor.rulebooks_are_published())).gravity is Gravity.WARNING


def test_a_rulebook_that_cannot_be_read(one_rulebook: Path) -> None:
    one_rulebook.write_text("body: acsm\nbody: acsm\n")
    assert only(list(doctor.rulebooks_are_published())).gravity is Gravity.TROUBLE


def test_a_rulebook_that_is_no_text(one_rulebook: Path) -> None:
    one_rulebook.write_bytes(b"\xff\xfe")
    assert "not UTF-8" in only(list(doctor.rulebooks_are_published())).what


def test_rulebooks_that_are_nowhere(settings: Settings, tmp_path: Path) -> None:
    settings.RULEBOOKS = tmp_path / "nowhere"
    assert "RECERT_RULEBOOKS" in only(list(doctor.rulebooks_are_published())).mend


def test_a_file_in_the_vault_that_belongs_to_nothing(settings: Settings) -> None:
    name = Vault(Path(settings.VAULT)).keep(b"left over")
    assert name in only(list(doctor.evidence_is_where_it_should_be())).mend


def test_evidence_that_lost_its_file() -> None:
    person = register_person(
        email="ada@example.org", name="Ada", password="a fine long word", by=None, at=NOW
    )
    Evidence.objects.create(
        person=person, name="cpr.pdf", media_type="application/pdf", sha256="0" * 64,
        stored_as="gone", size=1, uploaded_at=NOW,
    )  # fmt: skip
    symptom = only(list(doctor.evidence_is_where_it_should_be()))
    assert (symptom.gravity, "gone" in symptom.mend) == (Gravity.TROUBLE, True)


def notice(at: datetime) -> Notice:
    return queue_notice(
        at=at, recipient_id="ada", email="ada@example.org", kind="renewal-decided",
        subject="Approved", text="Approved.", key="one",
    )  # fmt: skip


@pytest.mark.parametrize(("age", "found"), [(timedelta(minutes=59), 0), (timedelta(hours=2), 1)])
def test_notices_that_wait_too_long(age: timedelta, found: int) -> None:
    notice(NOW - age)
    assert len(list(doctor.notices_move())) == found


def test_notices_that_were_given_up() -> None:
    notice(NOW)
    Notice.objects.update(state=State.FAILED, problem="no such mailbox")
    assert "no such mailbox" in only(list(doctor.notices_move())).what


def test_staff_without_a_second_factor_in_production(settings: Settings) -> None:
    body = register_body(
        slug="guild", name="Guild", zone="Europe/Berlin", currency="EUR", by=None, at=NOW
    )
    person = register_person(
        email="olga@example.org", name="Olga", password="a fine long word", by=None, at=NOW
    )
    appoint(person=person, body=body, role=Role.OWNER, by=None, at=NOW)
    assert list(doctor.staff_have_a_second_factor()) == []
    settings.IN_PRODUCTION = True
    assert "1 of 1" in only(list(doctor.staff_have_a_second_factor())).what
