"""Acts: what staff do with an import. The rows themselves are written by the worker."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from recert.journal.actions import write
from recert.lib.refusals import NotFound, Refusal, Refused, refuse_all
from recert.lib.tables import MOST_LETTERS, packed, read_table
from recert.lib.written_days import DayOrder
from recert.people.models import Person
from recert.people.queries import Duty, body_for_staff
from recert.people.telling_many import ToTell, tell_many
from recert.people.unclaimed import NO_ADDRESS
from recert.register.importing import columns
from recert.register.importing.keeping import table_of
from recert.register.importing.reading import Reader
from recert.register.importing.trying import try_all, try_touched
from recert.register.importing.unpacking import list_in
from recert.register.importing.ways import AnEntry, way_of
from recert.register.models import Brings, Entered, Import, ImportFile, ImportFix, ImportState

MAPPABLE = (ImportState.MAPPING, ImportState.CHECKED)
ENDED = (ImportState.DONE, ImportState.STOPPED)
KEPT_FOR = timedelta(days=30)
TOLD_AT_ONCE = 1_000


def import_for_staff(staff: Person, body_slug: str, public_id: str) -> Import:
    """An import at the staff member's body; for whoever keeps its register."""
    body = body_for_staff(staff, body_slug, Duty.REGISTER)
    found = Import.objects.filter(body=body, public_id=public_id).select_related("body", "by")
    one = found.first()
    if one is None:
        raise NotFound
    return one


@transaction.atomic
def upload(
    *,
    by: Person,
    at: datetime,
    body_slug: str,
    name: str,
    content: bytes,
    brings: Brings = Brings.REGISTER,
) -> Import:
    """Take a file in and guess its columns; nothing of it is in the register yet."""
    body = body_for_staff(by, body_slug, Duty.REGISTER)
    table = read_table(list_in(content, brings), name)
    found = Import.objects.create(
        body=body,
        by=by,
        at=at,
        brings=brings,
        name=name[:150],
        sha256=hashlib.sha256(content).hexdigest(),
        written_as=table.written_as,
        rows=len(table.rows),
        mapped=columns.guess(table.headers, _remembered(body.pk, brings), brings),
    )
    ImportFile.objects.create(of=found, content=packed(table))
    _journal(at, by, "register.import-uploaded", found, {"rows": found.rows})
    return found


def _remembered(body: int, brings: Brings) -> dict[str, str]:
    """What headings meant the last times in such lists, the latest last."""
    named = Import.objects.filter(body=body, brings=brings).exclude(state=ImportState.MAPPING)[:10]
    found: dict[str, str] = {}
    for mapped in reversed(list(named.values_list("mapped", flat=True))):
        found |= mapped
    return found


@transaction.atomic
def name_columns(
    *,
    by: Person,
    at: datetime,
    body_slug: str,
    public_id: str,
    mapped: Mapping[str, str],
    orders: Mapping[str, str],
) -> Import:
    """Say what the columns are, and in which order days stand; tries the whole file."""
    found = _open(by, body_slug, public_id)
    known = {*columns.OF[Brings(found.brings)], ""}
    said = {header: mapped.get(header, "") for header in found.mapped}
    if not set(said.values()) <= known or not set(orders.values()) <= set(DayOrder):
        raise Refused(_("Choose one of the columns offered."))
    refuse_all(columns.problems_of(said, Brings(found.brings)))
    found.mapped = said
    found.orders = {
        column: order
        for column, order in orders.items()
        if column in columns.DAYS_OF[Brings(found.brings)]
    }
    found.save(update_fields=["mapped", "orders"])
    try_all(found, at)
    return found


@transaction.atomic
def fix_alike(
    *,
    by: Person,
    at: datetime,
    body_slug: str,
    public_id: str,
    column: str,
    value: str,
    becomes: str,
    leaves_out: bool = False,
) -> ImportFix:
    """Let a value become another wherever it stands in that column, or leave its rows out."""
    found = _open(by, body_slug, public_id)
    if column not in found.mapped.values():
        raise Refused(_("That column is not part of this import."))
    if len(value) > MOST_LETTERS:
        raise Refused(_("No cell of the file holds that."))
    becomes = becomes.strip()[:MOST_LETTERS]
    if not leaves_out and becomes == value:
        raise Refused(_("Say what it becomes, or leave these rows out."), "becomes")
    before = _reader(found, at)
    ImportFix.objects.filter(of=found, column=column, value=value, undone_at=None).update(
        undone_at=at
    )
    fix = ImportFix.objects.create(
        of=found, column=column, value=value, becomes=becomes, leaves_out=leaves_out, by=by, at=at
    )
    try_touched(found, at, column, value, before)
    return fix


def _reader(found: Import, at: datetime) -> Reader[AnEntry]:
    return way_of(found, at).reader(found, table_of(found))


@transaction.atomic
def undo_fix(*, by: Person, at: datetime, body_slug: str, public_id: str, fix_id: int) -> None:
    """Take a fix back; twice is once."""
    found = _open(by, body_slug, public_id)
    fix = ImportFix.objects.filter(of=found, pk=fix_id, undone_at=None).first()
    if fix is None:
        return
    before = _reader(found, at)
    ImportFix.objects.filter(pk=fix.pk).update(undone_at=at)
    if fix.column in found.mapped.values():
        try_touched(found, at, fix.column, fix.value, before)


@transaction.atomic
def start(*, by: Person, at: datetime, body_slug: str, public_id: str, only_whole: bool) -> Import:
    """Have the worker import the good rows, or all of them if all are good; twice is once.

    With `only_whole` all rows are tried once more before the first of them is entered: if one
    is not good any more by then, nothing is.
    """
    found = import_for_staff(by, body_slug, public_id)
    if found.state in (ImportState.RUNNING, ImportState.DONE):
        return found
    if found.asks:
        raise Refused(_("Say first in which order the days are written."))
    bad = found.counts.get("bad", 0) + found.counts.get("conflict", 0)
    if only_whole and bad:
        raise Refused(_("Not all rows are good yet. Mend or leave out the others first."))
    if not found.counts.get("new", 0) + found.counts.get("changed", 0):
        raise Refused(_("There is nothing to import: no good row says anything new."))
    moved = Import.objects.filter(pk=found.pk, state=ImportState.CHECKED).update(
        state=ImportState.RUNNING,
        only_whole=only_whole,
        by=by,
        started_at=at,
        last_row=0,
        did={},
    )
    found.refresh_from_db()
    if not moved:
        raise Refused(_("This import cannot be started. Upload the file again."))
    if only_whole:
        try_all(found, at, in_turns=True)
    _journal(at, by, "register.import-started", found, {"rows": found.rows})
    return found


@transaction.atomic
def stop(*, by: Person, at: datetime, body_slug: str, public_id: str) -> Import:
    """Stop an import, or give one up before it began. What was entered stays; twice is once."""
    found = import_for_staff(by, body_slug, public_id)
    going = (*MAPPABLE, ImportState.TRYING, ImportState.RUNNING)
    if Import.objects.filter(pk=found.pk, state__in=going).update(
        state=ImportState.STOPPED, ended_at=at, why_stopped=_("By staff.")
    ):
        _journal(at, by, "register.import-stopped", found, {"last-row": found.last_row})
    found.refresh_from_db()
    return found


@transaction.atomic
def invite_entered(
    *, by: Person, at: datetime, body_slug: str, public_id: str, claim_at: str
) -> int:
    """Write to everybody this import brought who has an address and has not come: how to come in.

    `claim_at` is the address where they ask for a password. Returns how many; twice is none.
    """
    found = import_for_staff(by, body_slug, public_id)
    if found.state not in ENDED:
        raise Refused(_("Wait until the import has ended."))
    if not Import.objects.filter(pk=found.pk, invited_at=None).update(invited_at=at):
        return 0
    rows = Entered.objects.filter(of=found, person__last_login=None, person__erased_at=None)
    addressed = rows.exclude(person__email__endswith=NO_ADDRESS).select_related("person")
    letters = [_invitation(found, row.person, claim_at) for row in addressed]
    for start in range(0, len(letters), TOLD_AT_ONCE):
        some = letters[start : start + TOLD_AT_ONCE]
        tell_many(at=at, kind="claim-record", body=found.body, letters=some)
    _journal(at, by, "register.import-invited", found, {"people": len(letters)})
    return len(letters)


def _invitation(found: Import, person: Person, claim_at: str) -> ToTell:
    def letter() -> tuple[str, str]:
        subject = _("%(body)s keeps your certification here") % {"body": found.body.name}
        text = _(
            "%(name)s, %(body)s has entered your certification here, where you can see what you "
            "need to renew it.\n\nTo see it, ask for a password with this e-mail address "
            "(%(email)s): %(url)s"
        )
        told = {"name": person.name, "body": found.body.name, "email": person.email}
        return subject, text % {**told, "url": claim_at}

    return ToTell(person, letter, f"claim:{found.body.slug}:{person.public_id}")


def forget_imports(*, at: datetime) -> int:
    """Delete the files and rows of imports long ended, and of those nobody went on with."""
    old = Import.objects.filter(file__isnull=False)
    ended = old.filter(state__in=ENDED, ended_at__lt=at - KEPT_FOR)
    left = old.filter(state__in=MAPPABLE, at__lt=at - KEPT_FOR)
    forgotten = 0
    for found in (*ended, *left):
        with transaction.atomic():
            ImportFile.objects.filter(of=found).delete()
            found.problems.all().delete()
            found.fixes.all().delete()
            Import.objects.filter(pk=found.pk).update(groups=[])
            Import.objects.filter(pk=found.pk, state__in=MAPPABLE).update(
                state=ImportState.STOPPED, ended_at=at
            )
        forgotten += 1
    return forgotten


def _open(by: Person, body_slug: str, public_id: str) -> Import:
    """An import that has not begun, for this act alone."""
    found = import_for_staff(by, body_slug, public_id)
    locked = Import.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if locked.state == ImportState.TRYING:
        raise Refused(_("This list is being tried. Wait until it has been."))
    if locked.state not in MAPPABLE:
        refuse_all([Refusal(_("This import has begun. Upload the file again to change it."))])
    return Import.objects.select_related("body", "by").get(pk=found.pk)


def _journal(at: datetime, by: Person, code: str, found: Import, detail: Mapping[str, int]) -> None:
    write(
        at=at,
        by=by.public_id,
        code=code,
        subject=f"import:{found.public_id}",
        body=found.body.slug,
        detail=dict(detail),
    )
