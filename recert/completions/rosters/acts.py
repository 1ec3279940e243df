"""Acts: what a provider's desk does with a roster. Many rows are posted by the worker."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from recert.catalogue.models import CourseClass, Provider
from recert.catalogue.queries import ProviderDuty, class_for_staff, provider_for_staff
from recert.completions.models import (
    ColumnMapping,
    CompletionState,
    Roster,
    RosterFile,
    RosterFix,
    RosterState,
)
from recert.completions.rosters import fields
from recert.completions.rosters.layouts import recognise
from recert.completions.rosters.reading import rows_chosen
from recert.completions.rosters.running import run_on
from recert.completions.rosters.trying import TRIED_IN_A_REQUEST, try_all
from recert.journal.actions import write
from recert.lib.refusals import NotFound, Refused, refuse_all
from recert.lib.tables import MOST_LETTERS, Table, packed, read_table, unpacked
from recert.lib.written_days import DayOrder, order_of
from recert.people.models import Person

R = RosterState
MAPPABLE = (R.MAPPING, R.CHECKED)
ENDED = (R.DONE, R.STOPPED)
KEPT_FOR = timedelta(days=30)
DEFAULTS = ("body", "course", "unit")
REMEMBERED = 10


def roster_for_staff(person: Person, slug: str, public_id: str) -> Roster:
    """A file somebody uploaded at the person's provider."""
    provider = provider_for_staff(person, slug, ProviderDuty.REPORT)
    found = (
        Roster.objects.filter(provider=provider, public_id=public_id)
        .select_related("provider", "by", "course_class__edition__course", "file")
        .first()
    )
    if found is None:
        raise NotFound
    return found


@transaction.atomic
def upload(
    *,
    by: Person,
    at: datetime,
    provider_slug: str,
    name: str,
    content: bytes,
    class_id: str = "",
) -> Roster:
    """Take a file in and understand its columns; nothing of it is posted yet.

    With `class_id` every row is of that class. A list laid out as before is understood as
    before; one of a layout that is known is understood by sight.
    """
    provider = provider_for_staff(by, provider_slug, ProviderDuty.REPORT)
    course_class = _class(by, provider_slug, class_id)
    table = read_table(content, name, least=0)  # one of a layout that is known needs no headings
    known = recognise(table)
    table = known.table if known else table
    if not table.rows:
        raise Refused(_("There is no row below the headings."), "file")
    before = ColumnMapping.objects.filter(
        provider=provider, headings=fields.digest_of_headings(table.headers)
    ).first()
    guessed = known.mapped if known else fields.guess(table.headers, _remembered(provider))
    roster = Roster.objects.create(
        provider=provider,
        course_class=course_class,
        by=by,
        at=at,
        name=name[:150],
        sha256=hashlib.sha256(content).hexdigest(),
        written_as=table.written_as,
        layout=known.layout if known else "",
        rows=len(table.rows),
        mapped=before.mapped if before else guessed,
        orders=_orders(before.orders, table, before.mapped)
        if before
        else (known.orders if known else {}),
        defaults=before.defaults if before else {},
    )
    RosterFile.objects.create(of=roster, content=packed(table))
    for field, value, becomes in before.values if before else ():
        RosterFix.objects.create(of=roster, field=field, value=value, becomes=becomes)
    _journal(at, by, "completions.roster-uploaded", roster)
    return roster


def _orders(
    remembered: Mapping[str, str], table: Table, mapped: Mapping[str, str]
) -> dict[str, str]:
    """How days stood the last time, but for columns that say themselves that they do not now."""
    places = {mapped.get(header, ""): place for place, header in enumerate(table.headers)}
    return {
        field: order
        for field, order in remembered.items()
        if field not in places
        or order_of(cells[places[field]] for _row, cells in table.rows
                    if places[field] < len(cells)) in (None, order)
    }  # fmt: skip


def _class(by: Person, slug: str, class_id: str) -> CourseClass | None:
    return class_for_staff(by, slug, class_id, ProviderDuty.REPORT) if class_id else None


def _remembered(provider: Provider) -> dict[str, str]:
    """What headings meant the last times, the latest last."""
    found: dict[str, str] = {}
    latest = ColumnMapping.objects.filter(provider=provider)[:REMEMBERED]
    for mapped in reversed(list(latest.values_list("mapped", flat=True))):
        found |= mapped
    return found


def same_file_before(roster: Roster) -> Roster | None:
    """The same file, byte by byte, as it was posted before."""
    return (
        Roster.objects.filter(provider=roster.provider, sha256=roster.sha256, state=R.DONE)
        .exclude(pk=roster.pk)
        .first()
    )


@transaction.atomic
def name_columns(
    *,
    by: Person,
    at: datetime,
    provider_slug: str,
    public_id: str,
    mapped: Mapping[str, str],
    orders: Mapping[str, str],
    defaults: Mapping[str, str],
) -> Roster:
    """Say what the columns are, how days stand, and what no column says; tries the whole file."""
    roster = _open(by, provider_slug, public_id)
    known = {field for field, _name in fields.offered()} | {""}
    said = {header: mapped.get(header, "") for header in roster.mapped}
    if not set(said.values()) <= known or not set(orders.values()) <= set(DayOrder):
        raise Refused(_("Choose one of the columns offered."))
    given = {name: defaults.get(name, "").strip()[:60] for name in DEFAULTS if defaults.get(name)}
    refuse_all(fields.problems_of(said, given, roster.course_class is not None))
    roster.mapped, roster.defaults = said, given
    roster.orders = {day: order for day, order in orders.items() if day in fields.DAYS}
    roster.save(update_fields=["mapped", "orders", "defaults"])
    try_all(roster, at)
    return roster


@transaction.atomic
def fix_alike(
    *,
    by: Person,
    at: datetime,
    provider_slug: str,
    public_id: str,
    field: str,
    value: str,
    becomes: str,
    leaves_out: bool = False,
) -> None:
    """Let a value become another wherever it stands in that column, or leave its rows out."""
    roster = _open(by, provider_slug, public_id)
    if field not in roster.mapped.values():
        raise Refused(_("That column is not part of this list. Say it with the columns."))
    if field in fields.WHO and not value:
        raise Refused(_("Each of these rows is somebody else. Mend the file, or choose the rows."))
    becomes = becomes.strip()[:MOST_LETTERS]
    if not leaves_out and becomes == value:
        raise Refused(_("Say what it becomes, or leave these rows out."), "becomes")
    RosterFix.objects.update_or_create(
        of=roster,
        field=field,
        value=value[:MOST_LETTERS],
        defaults={"becomes": becomes, "leaves_out": leaves_out},
    )
    try_all(roster, at)


@transaction.atomic
def undo_fix(*, by: Person, at: datetime, provider_slug: str, public_id: str, fix_id: int) -> None:
    """Take a fix back; twice is once."""
    roster = _open(by, provider_slug, public_id)
    gone, _of = RosterFix.objects.filter(of=roster, pk=fix_id).delete()
    if gone:
        try_all(roster, at)


@transaction.atomic
def start(
    *,
    by: Person,
    at: datetime,
    provider_slug: str,
    public_id: str,
    only_whole: bool = False,
    chosen: str = "",
) -> Roster:
    """Post the rows, or those chosen; few at once, many by the worker; twice is once.

    With `only_whole` nothing is posted unless every row is right. What needs attention is
    posted, too, and waits in the tray.
    """
    roster = roster_for_staff(by, provider_slug, public_id)
    if roster.state in (R.RUNNING, R.DONE):
        return roster
    if roster.asks:
        raise Refused(_("Say first in which order the days are written."))
    _refuse_choice(chosen)
    if only_whole and roster.counts.get(CompletionState.PROBLEM):
        raise Refused(_("Not all rows are right yet. Mend or leave out the others first."))
    moved = Roster.objects.filter(pk=roster.pk, state=R.CHECKED).update(
        state=R.RUNNING, only_whole=only_whole, chosen=chosen.strip(), by=by, started_at=at,
        posted_rows=0,
    )  # fmt: skip
    if not moved:
        raise Refused(_("This list cannot be posted as it is. Upload the file again."))
    roster.refresh_from_db()
    _remember(roster, at)
    _journal(at, by, "completions.roster-started", roster)
    return roster


def post_if_few(roster: Roster, *, at: datetime) -> None:
    """Post a short list while its sender waits; a long one is left to the worker."""
    if roster.state == R.RUNNING and roster.rows <= TRIED_IN_A_REQUEST:
        run_on(roster, at=at)


def _refuse_choice(chosen: str) -> None:
    try:
        rows = rows_chosen(chosen)
    except ValueError:
        raise Refused(_("Write rows as numbers, such as 2-40, 57."), "chosen") from None
    if rows is not None and not rows:
        raise Refused(_("Choose at least one row."), "chosen")


def _remember(roster: Roster, at: datetime) -> None:
    """Keep what the columns and codes meant for the next list with these headings."""
    codes = roster.fixes.filter(field__in=fields.CODES, leaves_out=False)
    values = [[fix.field, fix.value, fix.becomes] for fix in codes]
    ColumnMapping.objects.update_or_create(
        provider=roster.provider,
        headings=fields.digest_of_headings(unpacked(bytes(roster.file.content)).headers),
        defaults={
            "mapped": roster.mapped, "orders": roster.orders, "values": values,
            "defaults": roster.defaults, "used_at": at,
        },
    )  # fmt: skip


@transaction.atomic
def stop(*, by: Person, at: datetime, provider_slug: str, public_id: str) -> Roster:
    """Stop it, or give it up before it began. What was posted stays; twice is once."""
    roster = roster_for_staff(by, provider_slug, public_id)
    going = (*MAPPABLE, R.TRYING, R.RUNNING)
    if Roster.objects.filter(pk=roster.pk, state__in=going).update(
        state=R.STOPPED, ended_at=at, why_stopped=_("You stopped it.")
    ):
        _journal(at, by, "completions.roster-stopped", roster)
    roster.refresh_from_db()
    return roster


def forget_rosters(*, at: datetime) -> int:
    """Delete the rows of lists long ended, and of those nobody went on with; returns how many."""
    old = Roster.objects.filter(file__isnull=False)
    ended = old.filter(state__in=ENDED, ended_at__lt=at - KEPT_FOR)
    left = old.filter(state__in=MAPPABLE, at__lt=at - KEPT_FOR)
    forgotten = 0
    for roster in (*ended, *left):
        with transaction.atomic():
            RosterFile.objects.filter(of=roster).delete()
            roster.fixes.all().delete()
            Roster.objects.filter(pk=roster.pk).update(groups=[])
            Roster.objects.filter(pk=roster.pk, state__in=MAPPABLE).update(
                state=R.STOPPED, ended_at=at
            )
        forgotten += 1
    return forgotten


def _open(by: Person, slug: str, public_id: str) -> Roster:
    """A list that has not begun, for this act alone."""
    roster = roster_for_staff(by, slug, public_id)
    locked = Roster.objects.select_for_update(of=("self",)).get(pk=roster.pk)
    if locked.state == R.TRYING:
        raise Refused(_("This list is being tried. Wait until it has been."))
    if locked.state not in MAPPABLE:
        raise Refused(_("This list was posted or stopped. Upload the file again to change it."))
    return roster


def _journal(at: datetime, by: Person, code: str, roster: Roster) -> None:
    write(
        at=at,
        by=by.public_id,
        code=code,
        subject=f"roster:{roster.public_id}",
        detail={"provider": roster.provider.slug, "rows": roster.rows},
    )
