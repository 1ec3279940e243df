"""The environment, read once, strictly, into one typed record.

Every problem is collected before anything fails, so one start tells all that is wrong.
docs/running.md lists the variables; `Environment` is the list that counts.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

from recert.payments.account import Account
from recert.web.card_accounts import OF_PROVIDERS, read_accounts, read_base

T = TypeVar("T")

DEVELOPMENT_SECRET = "development-only-never-a-secret"  # noqa: S105  # known to all
SHORTEST_SECRET = 50

KNOWN = frozenset(
    {
        "RECERT_PROFILE",
        "RECERT_DEBUG",
        "RECERT_SANDBOX",
        "RECERT_NOW",
        "RECERT_VAULT",
        "RECERT_STATIC",
        "RECERT_RULEBOOKS",
        "RECERT_STAFF_SECOND_FACTOR",
        "RECERT_TRUSTED_PROXIES",
    }
)
"""Our own prefix: any other name under it is a slip of the pen, and is refused."""

POSTGRES_OPTIONS = frozenset(
    {"sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "application_name"}
)


class Profile(StrEnum):
    """How the installation is run; production accepts nothing insecure."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """Where the record is kept: a SQLite file, or a PostgreSQL database."""

    engine: str  # "sqlite3" or "postgresql"
    name: str
    user: str = ""
    password: str = ""
    host: str = ""
    port: str = ""
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """How letters leave: through a mail server, or printed on the console."""

    host: str = ""  # empty: the console
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """Everything that differs from one installation to the next."""

    profile: Profile
    debug: bool
    secret_key: str
    site_url: str
    hosts: tuple[str, ...]
    database: Database
    mail: Mail
    mail_from: str
    bounces_to: str  # empty: what comes back goes to `mail_from`
    bounces_url: str  # the mailbox where that is read; empty: it is not read
    staff_second_factor: bool  # demanded of everybody at a desk
    vault: Path
    static: Path
    rulebooks: Path
    proxies: int
    sandbox: bool
    now: datetime | None
    stripe: Mapping[str, Account]  # by the body's short name, with `_` for `-`
    stripe_of_providers: Mapping[str, Account]

    @property
    def is_production(self) -> bool:
        """Whether strangers' data is at stake."""
        return self.profile is Profile.PRODUCTION


class BadEnvironment(ValueError):
    """Some variables cannot be used; `problems` says which, why, and what to write."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__(
            "The environment cannot be used:\n" + "\n".join(f"- {p}" for p in problems)
        )


class _Reader:
    """Reads variables one by one and remembers every complaint."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self.variables = variables
        self.problems: list[str] = []

    def refuse(self, sentence: str) -> None:
        self.problems.append(sentence)

    def text(self, name: str, default: str) -> str:
        return self.variables.get(name, "").strip() or default

    def read(self, name: str, parse: Callable[[str], T], default: T) -> T:
        """Parse the variable if it is set; a `ValueError` becomes a problem."""
        text = self.text(name, "")
        if not text:
            return default
        try:
            return parse(text)
        except ValueError as error:
            self.refuse(f"{name}={_masked(name, text)}: {error}")
            return default


def _masked(name: str, text: str) -> str:
    """Never print a password back: addresses are cut at the `@`, secrets left out."""
    if name == "SECRET_KEY":
        return "..."
    scheme, slashes, rest = text.partition("://")
    if "@" in rest:
        return f"{scheme}{slashes}...@{rest.rpartition('@')[2]}"
    return text


def _yes_or_no(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError("write true or false")
    return text == "true"


def _profile(text: str) -> Profile:
    if text not in set(Profile):
        raise ValueError("write development or production")
    return Profile(text)


def _site(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("write the address people type, such as https://recert.example.org")
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise ValueError("write scheme and host only, without a path")
    return f"{parts.scheme}://{parts.netloc}"


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 10:
        raise ValueError("write a whole number from 0 to 10")
    return int(text)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("write a time with its offset, such as 2026-11-21T12:00+00:00") from None
    if moment.tzinfo is None:
        raise ValueError("add the offset from UTC, such as +00:00")
    return moment


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _absolute(text: str) -> Path:
    path = Path(text)
    if not path.is_absolute():
        raise ValueError("write the whole path, from /")
    return path


def _database(text: str) -> Database:
    parts = urlsplit(text)
    if parts.scheme == "sqlite":
        if parts.netloc or not parts.path.strip("/"):
            raise ValueError("write sqlite:///relative/path or sqlite:////whole/path")
        return Database(engine="sqlite3", name=unquote(parts.path[1:]), options={})
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError("begin with sqlite:/// or postgres://")
    query = dict(parse_qsl(parts.query))
    host = query.pop("host", "") or unquote(parts.hostname or "")
    unknown = sorted(set(query) - POSTGRES_OPTIONS)
    if unknown:
        raise ValueError(
            f"unknown option {unknown[0]}; known: {', '.join(sorted(POSTGRES_OPTIONS))}"
        )
    if not parts.path.strip("/"):
        raise ValueError("name the database after the host: postgres://user:password@host/recert")
    return Database(
        engine="postgresql",
        name=unquote(parts.path[1:]),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        host=host,
        port=str(parts.port or ""),
        options=query,
    )


def _mail(text: str) -> Mail:
    if text == "console":
        return Mail()
    parts = urlsplit(text)
    ports = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
    if parts.scheme not in ports or not parts.hostname:
        raise ValueError(
            "write smtp+starttls://user:password@host, smtps://..., smtp://... or console"
        )
    return Mail(
        host=parts.hostname,
        port=parts.port or ports[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp+starttls",
        tls=parts.scheme == "smtps",
    )


def _mailbox(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme == "maildir" and parts.path.startswith("/") and not parts.netloc:
        return text
    if parts.scheme in ("imap", "imaps") and parts.hostname and parts.username:
        return text
    raise ValueError("write maildir:///whole/path or imaps://user:password@host/INBOX")


def _demanded(text: str) -> bool:
    if text not in ("required", "optional"):
        raise ValueError("write required or optional")
    return text == "required"


def _plain_address(text: str) -> str:
    if "<" in text or " " in text:
        raise ValueError("write the bare address, such as bounces@example.org")
    return _address(text)


def _address(text: str) -> str:
    local, at, domain = text.rpartition("<")[2].rstrip(">").partition("@")
    if not (local and at and domain) or "\n" in text:
        raise ValueError("write a mail address, such as Recert <recert@example.org>")
    return text


def read_environment(variables: Mapping[str, str], root: Path) -> Environment:
    """Read all variables, or raise `BadEnvironment` naming every one that is wrong.

    `root` is where the checkout stands: development keeps its files in `root/var`.
    """
    reader = _Reader(variables)
    _refuse_unknown(reader)
    profile = reader.read("RECERT_PROFILE", _profile, Profile.DEVELOPMENT)
    in_development = profile is Profile.DEVELOPMENT
    site_url = reader.read("SITE_URL", _site, "http://localhost:8000")
    own = [urlsplit(site_url).hostname or ""]
    if in_development:
        own += ["localhost", "127.0.0.1", "[::1]"]
    hosts: list[str] = reader.read("ALLOWED_HOSTS", _names, [])
    var = root / "var"
    stripe = read_base(reader.variables, reader.refuse)
    environment = Environment(
        profile=profile,
        debug=reader.read("RECERT_DEBUG", _yes_or_no, False),
        secret_key=reader.text("SECRET_KEY", DEVELOPMENT_SECRET),
        site_url=site_url,
        hosts=tuple(dict.fromkeys(own + hosts)),
        database=reader.read(
            "DATABASE_URL",
            _database,
            Database(engine="sqlite3", name=str(var / "recert.sqlite3"), options={}),
        ),
        mail=reader.read("EMAIL_URL", _mail, Mail()),
        mail_from=reader.read("EMAIL_FROM", _address, "recert@localhost"),
        bounces_to=reader.read("BOUNCES_TO", _plain_address, ""),
        bounces_url=reader.read("BOUNCES_URL", _mailbox, ""),
        staff_second_factor=reader.read(
            "RECERT_STAFF_SECOND_FACTOR", _demanded, not in_development
        ),
        vault=reader.read("RECERT_VAULT", _absolute, var / "vault"),
        static=reader.read("RECERT_STATIC", _absolute, root / "staticfiles"),
        rulebooks=reader.read("RECERT_RULEBOOKS", _absolute, root / "rulebooks"),
        proxies=reader.read("RECERT_TRUSTED_PROXIES", _count, 0),
        sandbox=reader.read("RECERT_SANDBOX", _yes_or_no, in_development),
        now=reader.read("RECERT_NOW", _moment, None),
        stripe=read_accounts(reader.variables, reader.refuse, stripe),
        stripe_of_providers=read_accounts(reader.variables, reader.refuse, stripe, OF_PROVIDERS),
    )
    if environment.is_production:
        _refuse_insecure(reader, environment)
    if environment.now and not environment.sandbox:
        reader.refuse("RECERT_NOW stops the clock: it is for a sandbox only; remove it")
    if reader.problems:
        raise BadEnvironment(tuple(reader.problems))
    return environment


def _refuse_unknown(reader: _Reader) -> None:
    for name in sorted(reader.variables):
        if name.startswith("RECERT_") and name not in KNOWN:
            near = difflib.get_close_matches(name, sorted(KNOWN), n=1)
            hint = f"; did you mean {near[0]}?" if near else "; remove it"
            reader.refuse(f"{name} is not a setting{hint}")


def _refuse_insecure(reader: _Reader, environment: Environment) -> None:
    """Production starts only when each of these was thought of."""
    given = {name for name, value in reader.variables.items() if value.strip()}
    needed = {
        "DATABASE_URL": "say where the record is kept: postgres://user:password@host/recert",
        "RECERT_VAULT": "name a private folder for uploaded proof, such as /srv/recert/vault",
        "EMAIL_FROM": "give the address letters come from",
        "RECERT_TRUSTED_PROXIES": "say how many proxies stand in front (nginx on this machine: 1)",
    }
    for name, mend in needed.items():
        if name not in given:
            reader.refuse(f"{name} is missing: {mend}")
    wrong = {
        "RECERT_TRUSTED_PROXIES must be 1 or more: recert leaves TLS to the proxy in front": (
            "RECERT_TRUSTED_PROXIES" in given and environment.proxies == 0
        ),
        "RECERT_DEBUG=true shows strangers the program's insides: remove it": environment.debug,
        "RECERT_SANDBOX=true lets people pay with no money: remove it": environment.sandbox,
        "SITE_URL must begin with https:// in production": not environment.site_url.startswith(
            "https://"
        ),
        "ALLOWED_HOSTS must not hold a wildcard: name each host": any(
            "*" in host or host.startswith(".") for host in environment.hosts
        ),
        "EMAIL_URL must name a mail server in production: nobody reads the console": (
            not environment.mail.host
        ),
        "STRIPE_API_BASE is for tests, where something else speaks for Stripe: remove it": (
            "STRIPE_API_BASE" in given
        ),
        f"SECRET_KEY must be {SHORTEST_SECRET} or more random characters; make one with "
        "`recert secret`": _is_weak(environment.secret_key),
    }
    for sentence, is_wrong in wrong.items():
        if is_wrong:
            reader.refuse(sentence)


def _is_weak(secret: str) -> bool:
    return (
        len(secret) < SHORTEST_SECRET
        or len(set(secret)) < 12
        or secret.startswith("django-insecure")
        or secret == DEVELOPMENT_SECRET
    )
