"""The environment: what is read from it, and what production refuses to start with."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from recert.web.environment import (
    KNOWN,
    BadEnvironment,
    Database,
    Environment,
    Mail,
    read_environment,
)

ROOT = Path("/checkout")

SOUND = {
    "RECERT_PROFILE": "production",
    "SECRET_KEY": "k3Jd9-vQ2mXz7LpR4tWb8NcY6hFs1GaE5uKo0iVjTqDxZwBnMrPy",
    "SITE_URL": "https://recert.example.org",
    "DATABASE_URL": "postgres://recert:secret@db.example.org:5433/recert?sslmode=require",
    "RECERT_VAULT": "/srv/recert/vault",
    "EMAIL_URL": "smtp+starttls://mailer:p%40ss@mail.example.org",
    "EMAIL_FROM": "Recert <recert@example.org>",
    "RECERT_TRUSTED_PROXIES": "1",
}


def read(**variables: str) -> Environment:
    return read_environment(variables, ROOT)


def problems(variables: dict[str, str]) -> tuple[str, ...]:
    with pytest.raises(BadEnvironment) as caught:
        read_environment(variables, ROOT)
    return caught.value.problems


def test_nothing_set_is_a_sandbox_in_the_checkout() -> None:
    environment = read()
    assert not environment.is_production
    assert environment.sandbox
    assert not environment.debug
    assert environment.database == Database(
        engine="sqlite3", name="/checkout/var/recert.sqlite3", options={}
    )
    assert environment.vault == Path("/checkout/var/vault")
    assert environment.hosts == ("localhost", "127.0.0.1", "[::1]")
    assert environment.mail == Mail()


def test_a_sound_production_is_read() -> None:
    environment = read_environment(SOUND, ROOT)
    assert environment.is_production
    assert not environment.sandbox
    assert environment.hosts == ("recert.example.org",)
    assert environment.database == Database(
        engine="postgresql",
        name="recert",
        user="recert",
        password="secret",
        host="db.example.org",
        port="5433",
        options={"sslmode": "require"},
    )
    assert environment.mail == Mail(
        host="mail.example.org", port=587, user="mailer", password="p@ss", starttls=True
    )


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("SECRET_KEY", "short", "SECRET_KEY must be 50 or more"),
        ("SECRET_KEY", "a" * 80, "SECRET_KEY must be 50 or more"),
        ("SECRET_KEY", "django-insecure-" + SOUND["SECRET_KEY"], "SECRET_KEY must be 50"),
        ("SECRET_KEY", "", "SECRET_KEY must be 50"),
        ("SITE_URL", "http://recert.example.org", "must begin with https://"),
        ("SITE_URL", "", "must begin with https://"),
        ("ALLOWED_HOSTS", "*", "wildcard"),
        ("ALLOWED_HOSTS", ".example.org", "wildcard"),
        ("RECERT_DEBUG", "true", "RECERT_DEBUG=true shows strangers"),
        ("RECERT_SANDBOX", "true", "pay with no money"),
        ("EMAIL_URL", "console", "mail server"),
        ("EMAIL_URL", "", "mail server"),
        ("EMAIL_FROM", "", "EMAIL_FROM is missing"),
        ("DATABASE_URL", "", "DATABASE_URL is missing"),
        ("RECERT_VAULT", "", "RECERT_VAULT is missing"),
        ("RECERT_TRUSTED_PROXIES", "", "RECERT_TRUSTED_PROXIES is missing"),
        ("RECERT_TRUSTED_PROXIES", "0", "leaves TLS to the proxy"),
        ("RECERT_NOW", "2026-11-21T12:00+00:00", "RECERT_NOW stops the clock"),
    ],
)
def test_production_refuses_each_carelessness_alone(variable: str, value: str, words: str) -> None:
    (problem,) = problems({**SOUND, variable: value})
    assert words in problem


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("RECERT_PROFILE", "prod", "write development or production"),
        ("RECERT_PROFIL", "production", "did you mean RECERT_PROFILE?"),
        ("RECERT_DEBUG", "yes", "write true or false"),
        ("RECERT_VAULT", "vault", "write the whole path"),
        ("RECERT_TRUSTED_PROXIES", "-1", "whole number from 0 to 10"),
        ("RECERT_NOW", "noon", "such as 2026-11-21T12:00+00:00"),
        ("RECERT_NOW", "2026-11-21T12:00", "add the offset"),
        ("SITE_URL", "recert.example.org", "such as https://recert.example.org"),
        ("SITE_URL", "https://example.org/recert", "without a path"),
        ("DATABASE_URL", "mysql://localhost/x", "begin with sqlite:/// or postgres://"),
        ("DATABASE_URL", "sqlite://", "sqlite:///relative/path"),
        ("DATABASE_URL", "postgres://localhost", "name the database"),
        ("DATABASE_URL", "postgres://localhost/x?pool=1", "unknown option pool"),
        ("DATABASE_URL", "postgres://localhost:port/x", "Port could not be cast"),
        ("EMAIL_URL", "mail.example.org", "write smtp+starttls://"),
        ("EMAIL_FROM", "recert", "write a mail address"),
    ],
)
def test_nonsense_is_refused_with_what_to_write(variable: str, value: str, words: str) -> None:
    (problem,) = problems({variable: value})
    assert problem.startswith(variable)
    assert words in problem


def test_all_problems_are_told_at_once() -> None:
    found = problems({"RECERT_PROFILE": "production"})
    assert len(found) == 7
    assert str(BadEnvironment(found)).count("\n- ") == 7


def test_a_refusal_never_prints_a_password() -> None:
    (problem,) = problems({"DATABASE_URL": "postgres://recert:hunter2@host/x?pool=1"})
    assert "hunter2" not in problem


@pytest.mark.parametrize(
    ("url", "name"),
    [("sqlite:///here.db", "here.db"), ("sqlite:////srv/a%20b.db", "/srv/a b.db")],
)
def test_sqlite_paths_are_relative_or_whole(url: str, name: str) -> None:
    assert read(DATABASE_URL=url).database.name == name


def test_a_socket_folder_may_be_the_host() -> None:
    database = read(DATABASE_URL="postgresql:///recert?host=/run/postgresql").database
    assert (database.host, database.name) == ("/run/postgresql", "recert")


def test_the_clock_of_a_sandbox_may_be_stopped() -> None:
    assert read(RECERT_NOW="2026-11-21T12:00+00:00").now == datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_a_wrong_start_ends_with_the_sentences_and_no_trace(repository: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "recert.cli", "doctor"],
        cwd=repository,
        env={**os.environ, "RECERT_PROFILE": "production"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 2
    assert "- SITE_URL must begin with https:// in production" in ended.stderr
    assert "Traceback" not in ended.stderr


PRINT = "from recert.web import settings as s; print({name!r}, getattr(s, {name!r}))"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "False"),
        ("SESSION_COOKIE_SECURE", "True"),
        ("SESSION_COOKIE_NAME", "__Host-session"),
        ("SECURE_SSL_REDIRECT", "True"),
        ("SECURE_HSTS_SECONDS", str(365 * 24 * 3600)),
        ("ALLAUTH_TRUSTED_PROXY_COUNT", "1"),
    ],
)
def test_production_is_strict(repository: Path, name: str, value: str) -> None:
    printed = subprocess.run(
        [sys.executable, "-c", PRINT.format(name=name)],
        cwd=repository,
        env={"PATH": os.environ["PATH"], **SOUND},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert printed.strip() == f"{name} {value}"


def test_running_explains_every_variable(repository: Path) -> None:
    guide = (repository / "docs" / "running.md").read_text(encoding="utf-8")
    others = {"SECRET_KEY", "SITE_URL", "ALLOWED_HOSTS", "DATABASE_URL", "EMAIL_URL", "EMAIL_FROM"}
    assert [name for name in sorted(KNOWN | others) if f"`{name}`" not in guide] == []


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("BOUNCES_URL", "maildir://box", "write maildir:///whole/path"),
        ("BOUNCES_URL", "pop3://u:p@mail.example.org", "imaps://user:password@host/INBOX"),
        ("BOUNCES_URL", "imaps://mail.example.org", "imaps://user:password@host/INBOX"),
        ("BOUNCES_TO", "Bounces <b@example.org>", "write the bare address"),
        ("BOUNCES_TO", "bounces", "write a mail address"),
        ("RECERT_STAFF_SECOND_FACTOR", "yes", "write required or optional"),
    ],
)
def test_what_letters_and_staff_need_is_read_strictly(name: str, value: str, says: str) -> None:
    (problem,) = problems({name: value})
    assert says in problem


def test_strangers_data_asks_staff_for_a_second_factor() -> None:
    assert not read().staff_second_factor
    assert read(RECERT_STAFF_SECOND_FACTOR="required").staff_second_factor
    assert read_environment(SOUND, ROOT).staff_second_factor
    optional = {**SOUND, "RECERT_STAFF_SECOND_FACTOR": "optional"}
    assert not read_environment(optional, ROOT).staff_second_factor
    where = "imaps://me%40x:secret@mail.example.org/Bounces"
    assert read(BOUNCES_URL=where).bounces_url == where
    assert "secret" not in str(problems({"BOUNCES_URL": where.replace("imaps", "pop3")}))
