"""`recert doctor`: looks for trouble, and says how to mend what it finds.

Each checkup is a function that yields what it noticed; nothing noticed is well.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from smtplib import SMTPException
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder, get_finders
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from recert.catalogue.models import ApprovalFile, Provider
from recert.cli import clock
from recert.journal.models import Line
from recert.lib.days import is_zone
from recert.lib.vault import Vault
from recert.notices.models import Notice, State
from recert.payments.account import Account
from recert.payments.models import Event, Outcome, Refund, RefundState
from recert.people.models import StaffRole
from recert.people.queries import bodies
from recert.register.keeping import is_kept, is_quick
from recert.rulebooks.models import Edition
from recert.rules.reading import read_rulebook
from recert.rules.rulebook import Rulebook
from recert.transcript.models import Evidence

OVERDUE = timedelta(hours=1)
SCARCE = 512 * 2**20
CACHE = "cache"
"""The table of the limits on signing in; `settings.CACHES` names it."""


class Gravity(StrEnum):
    """How bad it is."""

    WARNING = "warning"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Symptom:
    """Something noticed, and how to mend it."""

    gravity: Gravity
    what: str
    mend: str


def trouble(what: str, mend: str) -> Symptom:
    """Something that keeps recert from working."""
    return Symptom(Gravity.TROUBLE, what, mend)


def warning(what: str, mend: str) -> Symptom:
    """Something that will be a pity one day."""
    return Symptom(Gravity.WARNING, what, mend)


def settings_are_for_serving() -> Iterator[Symptom]:
    """Profile, debugging and the stopped clock."""
    if not settings.IN_PRODUCTION:
        yield warning(
            "The profile is development: good for a look around, not for people's records.",
            "Set RECERT_PROFILE=production; docs/running.md lists what it then asks for.",
        )
    if settings.RECERT_NOW:
        yield warning(
            f"The clock is stopped at {settings.RECERT_NOW.isoformat()}.", "Remove RECERT_NOW."
        )


def database_answers() -> Iterator[Symptom]:
    """Reachable, migrated, and of a kind that suits the number of people."""
    try:
        connection.ensure_connection()
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        yield trouble(
            f"The database cannot be reached: {str(error).strip()}",
            f"See that it runs, that DATABASE_URL names it, and that we may use it: {_database()}",
        )
        return
    if pending:
        yield trouble(f"{_count(len(pending), 'migration')} not run yet.", "Run `recert upgrade`.")
        return
    if newer := sorted(
        set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations)
    ):
        yield trouble(
            f"A newer version upgraded the database: it has {'.'.join(newer[-1])}, unknown here.",
            "Check that version out again, or restore the backup made before it.",
        )
    if gone := sorted(_tables_wanted() - set(connection.introspection.table_names())):
        yield trouble(
            f"Tables are gone: {', '.join(gone)}.",
            f"`recert upgrade` makes {CACHE} anew; the others come back from a backup.",
        )
    if settings.IN_PRODUCTION and connection.vendor == "sqlite":
        yield warning(
            "The record is kept in SQLite: sound for one body on one machine, and no more.",
            "For many people use PostgreSQL: docs/running.md.",
        )


def _tables_wanted() -> set[str]:
    cache = {CACHE} if settings.IN_PRODUCTION else set()
    return {model._meta.db_table for model in apps.get_models()} | cache


def _database() -> str:
    """Where the record is looked for, without the password."""
    where = settings.DATABASES["default"]
    if connection.vendor == "sqlite":
        return str(where["NAME"])
    return f"{where['NAME']} on {where['HOST'] or 'this machine'} as {where['USER'] or 'ourselves'}"


def pages_have_their_styles() -> Iterator[Symptom]:
    """What the pages link to was collected, after it last changed."""
    if not settings.IN_PRODUCTION:
        return
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    collected = manifest.stat().st_mtime if manifest.exists() else 0
    sources = [Path(file) for finder in get_finders() for file in _files_of(finder)]
    if any(file.stat().st_mtime > collected for file in sources):
        yield trouble(
            f"Style sheets and scripts are not, or no longer, those in {settings.STATIC_ROOT}.",
            "Run `recert upgrade`, and start the pages again.",
        )


def _files_of(finder: BaseFinder) -> Iterator[str]:
    for path, storage in finder.list([]):
        yield storage.path(path)


def vault_takes_files() -> Iterator[Symptom]:
    """The folder of uploaded proof can be written, and nobody else reads it."""
    folder = Path(settings.VAULT)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        yield trouble(
            f"The vault cannot be written: {error}",
            f"Let the user recert runs as own {folder}: chown -R recert {folder}",
        )
        return
    if folder.stat().st_mode & 0o077:
        yield warning(
            "Other users of this machine may read the vault.", f"Close it: chmod 700 {folder}"
        )
    if (free := shutil.disk_usage(folder).free) < SCARCE:
        yield warning(
            f"Only {free // 2**20} MB are free where the vault is.",
            f"Make room, or move it to a larger disk: {folder}",
        )


def evidence_is_where_it_should_be() -> Iterator[Symptom]:
    """Every row has its file, and every file its row."""
    kept = set(Vault(settings.VAULT).names())
    known = {
        *Evidence.objects.values_list("stored_as", flat=True),
        *ApprovalFile.objects.values_list("stored_as", flat=True),
    }
    if known - kept:
        yield trouble(
            f"{_count(len(known - kept), 'piece')} of evidence without a file.",
            f"Bring these back from a backup: {', '.join(sorted(known - kept)[:5])}",
        )
    if kept - known:
        yield warning(
            f"{_count(len(kept - known), 'file')} in the vault without an entry.",
            "They are left from interrupted uploads and may be deleted: "
            + ", ".join(sorted(kept - known)[:5]),
        )


def mail_goes_out() -> Iterator[Symptom]:
    """The mail server answers, and takes our name and password."""
    if not settings.EMAIL_HOST:
        yield warning("Letters are printed, not sent.", "Set EMAIL_URL to a mail server.")
        return
    try:
        mail = get_connection()
        mail.open()
        mail.close()
    except (SMTPException, OSError) as error:
        yield trouble(
            f"The mail server {settings.EMAIL_HOST}:{settings.EMAIL_PORT} refuses: {error}",
            "See that EMAIL_URL has the right host, port, name and password.",
        )


def notices_move() -> Iterator[Symptom]:
    """Nothing waits long, nothing was given up."""
    waiting = Notice.objects.filter(
        state__in=(State.QUEUED, State.SENDING), not_before__lt=clock.now() - OVERDUE
    ).count()
    if waiting:
        yield trouble(
            f"{_count(waiting, 'notice')} due for more than an hour.",
            "Start `recert worker`, or look into its log.",
        )
    failed = Notice.objects.filter(state=State.FAILED)
    if last := failed.order_by("-created_at").first():
        yield warning(
            f"{_count(failed.count(), 'notice')} given up; the newest because: {last.problem}",
            "Ask these people for another address; mend the mail server if it is to blame.",
        )


def clock_and_zones_are_right() -> Iterator[Symptom]:
    """The clock has not gone back, and every body's zone is known here."""
    latest = Line.objects.order_by("-at").first()
    if latest and latest.at > clock.now() + timedelta(minutes=5):
        yield trouble(
            f"The journal's last line is from {latest.at.isoformat()}, which is to come.",
            "Set this machine's clock: timedatectl set-ntp true",
        )
    for body in bodies():
        if not is_zone(body.zone):
            yield trouble(
                f"{body.name} is in a time zone unknown here: {body.zone}",
                "Update the zones: bin/venv installs the newest tzdata.",
            )


def people_are_found() -> Iterator[Symptom]:
    """The database keeps what can be found, and has an index of it."""
    if not is_kept():
        yield trouble(
            "What can be found in a register is not kept up to date.", "Run `recert upgrade`."
        )
    if not is_quick():
        yield warning(
            "PostgreSQL lacks pg_trgm: finding somebody reads the whole register.",
            "As its administrator: CREATE EXTENSION pg_trgm; then run `recert upgrade`.",
        )


def rulebooks_are_published() -> Iterator[Symptom]:
    """What ships can be read, and what is published is what ships."""
    here = {body.slug for body in bodies()}
    published = set(Edition.objects.values_list("sha256", flat=True))
    files = [
        file
        for file in sorted(Path(settings.RULEBOOKS).glob("*/*.yaml"))
        if not file.match("*.cases.yaml")
    ]
    if not files:
        yield trouble(
            f"There are no rulebooks in {settings.RULEBOOKS}.",
            "Bring them back: git checkout rulebooks; or see where RECERT_RULEBOOKS points.",
        )
    for file in files:
        content = file.read_bytes()
        name = f"{file.parent.name}/{file.name}"
        rulebook, problems = _read(content, name)
        if rulebook is None or problems:
            yield trouble(
                f"{_count(len(problems), 'mistake')} in a rulebook; first: {problems[0]}",
                f"Mend it, or bring it back: git checkout {file}",
            )
        elif rulebook.body in here and hashlib.sha256(content).hexdigest() not in published:
            yield warning(
                f"{name} ships with recert and is not what {rulebook.body} has published.",
                f"Read what changed, and if it is right: recert publish {file.parent}",
            )


def _read(content: bytes, name: str) -> tuple[Rulebook | None, Sequence[object]]:
    try:
        return read_rulebook(content.decode(), name=name)
    except UnicodeDecodeError as error:
        return None, [f"{name}: this is not UTF-8 text ({error}); save it as UTF-8."]


def cards_are_set_up_whole() -> Iterator[Symptom]:
    """Every account belongs to a seller, moves real money, and its messages are worked off."""
    here = {body.slug.replace("-", "_") for body in bodies()}
    yield from _accounts_are_of("STRIPE_SECRET_KEY_", settings.STRIPE_ACCOUNTS, here, "body")
    accounts = settings.STRIPE_PROVIDER_ACCOUNTS
    slugs = [name.replace("_", "-") for name in accounts]
    known = Provider.objects.filter(slug__in=slugs).values_list("slug", flat=True)
    teaching = {slug.replace("-", "_") for slug in known}
    yield from _accounts_are_of("STRIPE_PROVIDER_SECRET_KEY_", accounts, teaching, "provider")
    late = clock.now() - OVERDUE
    events = Event.objects.filter(outcome=Outcome.WAITING, received_at__lt=late).count()
    refunds = Refund.objects.filter(state=RefundState.ASKED, asked_at__lt=late).count()
    if events or refunds:
        yield warning(
            f"{_count(events, 'message')} about cards and {_count(refunds, 'refund')} to cards "
            "have waited for more than an hour.",
            "Start `recert worker`, or look into its log; a refund told before its payment waits.",
        )


def _accounts_are_of(
    prefix: str, accounts: Mapping[str, Account], here: set[str], kind: str
) -> Iterator[Symptom]:
    for name, account in accounts.items():
        variable = f"{prefix}{name.upper()}"
        if name not in here:
            known = f"; found here: {', '.join(sorted(here))}" if here else ""
            yield trouble(
                f"{variable} is set, and no {kind} has this short name.",
                f"Correct the name, `_` for `-`{known}.",
            )
        elif settings.IN_PRODUCTION and not account.is_live:
            yield warning(
                f"Cards of {name} pay with Stripe's test money.",
                f"Set {variable} to the live key, and its webhook's secret.",
            )


def staff_have_a_second_factor() -> Iterator[Symptom]:
    """Whoever sees others' records signs in with more than a password."""
    staff = set(StaffRole.objects.values_list("person_id", flat=True))
    secured = set(Authenticator.objects.values_list("user_id", flat=True))
    if staff - secured and settings.IN_PRODUCTION:
        yield warning(
            f"{len(staff - secured)} of {len(staff)} members of staff sign in by password only.",
            "Ask them to add a passkey or an authenticator app on their account's page.",
        )


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


CHECKUPS: tuple[Callable[[], Iterator[Symptom]], ...] = (
    settings_are_for_serving,
    pages_have_their_styles,
    vault_takes_files,
    mail_goes_out,
    database_answers,
    clock_and_zones_are_right,
    people_are_found,
    rulebooks_are_published,
    evidence_is_where_it_should_be,
    notices_move,
    cards_are_set_up_whole,
    staff_have_a_second_factor,
)
"""What comes after the database's own checkup needs its tables."""


def add_parser(subparsers: Any) -> None:
    """Add the command; it takes nothing."""
    subparsers.add_parser(
        "doctor", description="Look for trouble. Ends with 1 if there is any, warnings aside."
    )


def run(args: argparse.Namespace) -> int:
    """Make every checkup, say what it found, and count the troubles."""
    troubles = 0
    for checkup in CHECKUPS:
        found = list(checkup())
        print(f"{checkup.__name__.replace('_', ' ')}: {'see below' if found else 'yes'}")
        for symptom in found:
            print(f"  {symptom.gravity}: {symptom.what}\n    {symptom.mend}")
        here = sum(symptom.gravity is Gravity.TROUBLE for symptom in found)
        troubles += here
        if here and checkup is database_answers:
            print("The rest can be looked at when the database is mended.")
            break
    return 1 if troubles else 0
