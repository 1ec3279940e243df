"""Running: rosters are tried and posted in parts, and go on where they were after a kill.

Each part is a report whose key names the roster and the part, so that a part that was cut short
is sent again and says the same.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from recert.catalogue.queries import ProviderDuty, provider_for_staff
from recert.completions.models import Completion, Report, ReportWay, Roster, RosterState
from recert.completions.receiving.taking import KeyTaken, receive
from recert.completions.rosters.reading import Part, Reader, reader_of, rows_chosen
from recert.completions.rosters.trying import A_TURN, has_problem, try_on
from recert.lib.refusals import NotFound, Refused

R = RosterState


def _once() -> bool:
    return False


def advance_rosters(*, at: datetime, goes_on: Callable[[], bool] = _once) -> bool:
    """Try or post the next part of the roster that waits longest; False when none waits.

    As long as it `goes_on` the next part follows, without reading the whole list anew.
    """
    waiting = Roster.objects.filter(state__in=(R.TRYING, R.RUNNING))
    roster = (
        waiting.select_related("provider", "by", "course_class__edition__course", "file")
        .order_by("started_at", "id")
        .first()
    )
    if roster is None:
        return False
    reader = reader_of(roster)
    while _advance(roster, reader, at) and goes_on():
        pass
    return True


def _advance(roster: Roster, reader: Reader, at: datetime) -> bool:
    """Try or post its next part; whether there is another that the same reader reads."""
    try:
        provider_for_staff(roster.by, roster.provider.slug, ProviderDuty.REPORT)
    except NotFound:
        _end(roster, R.STOPPED, at, _("Whoever began it no longer reports for this provider."))
        return False
    if roster.state == R.TRYING:
        return try_on(roster, at, A_TURN, reader) and roster.state == R.TRYING
    run_part(roster, at=at, reader=reader)
    return roster.state == R.RUNNING


def give_up_roster(*, at: datetime) -> None:
    """Stop the one that waits longest: it cannot go on, and others wait behind it."""
    waiting = Roster.objects.filter(state__in=(R.TRYING, R.RUNNING))
    roster = waiting.order_by("started_at", "id").first()
    if roster is not None:
        sentence = _("Something went wrong; whoever runs the installation finds it in the log.")
        _end(roster, R.STOPPED, at, sentence)


def run_on(roster: Roster, *, at: datetime) -> None:
    """Post all that is left."""
    while roster.state == R.RUNNING:
        run_part(roster, at=at)


def run_part(roster: Roster, *, at: datetime, reader: Reader | None = None) -> None:
    """Post the next part; the last one ends it."""
    reader, begin = reader_of(roster) if reader is None else reader, roster.posted_rows
    if roster.only_whole and begin == 0 and has_problem(roster, reader, at):
        return _end(
            roster, R.STOPPED, at, _("Not all rows are right any more. Nothing was posted.")
        )
    end = min(begin + A_TURN, len(reader))
    try:
        _post(roster, reader, begin, end, at)
    except KeyTaken:
        sentence = _(
            "Somebody enrolled or left meanwhile, so that rows mean somebody else now. Upload "
            "the file again: what was posted is known, and not posted twice."
        )
        return _end(roster, R.STOPPED, at, sentence)
    except Refused as refused:
        return _end(roster, R.STOPPED, at, " ".join(refused.sentences))
    Roster.objects.filter(pk=roster.pk, state=R.RUNNING, posted_rows=begin).update(posted_rows=end)
    roster.refresh_from_db(fields=["state", "posted_rows"])
    if end == len(reader):
        _end(roster, R.DONE, at, "")
    return None


def _post(roster: Roster, reader: Reader, begin: int, end: int, at: datetime) -> None:
    chosen = rows_chosen(roster.chosen)
    part = list(Part(reader, begin, end, chosen))  # read once, gone through several times
    if not part:
        return
    receive(
        by=roster.by,
        at=at,
        provider=roster.provider,
        way=ReportWay.FILE,
        key=f"{key_of(roster)}{begin // A_TURN + 1}",
        lines=part,
        course_class=roster.course_class,
        name=roster.name,
    )


def key_of(roster: Roster) -> str:
    """What the keys of its reports begin with."""
    return f"roster:{roster.public_id}:"


def reports_of_roster(roster: Roster) -> list[Report]:
    """What was posted of it, part by part."""
    found = Report.objects.filter(provider=roster.provider, key__startswith=key_of(roster))
    return list(found.order_by("id"))


def rows_posted(roster: Roster) -> int:
    """How many rows have an answer: those of the part under way, too."""
    return Completion.objects.filter(report__in=reports_of_roster(roster)).count()


def _end(roster: Roster, state: RosterState, at: datetime, why: str) -> None:
    Roster.objects.filter(pk=roster.pk, state__in=(R.TRYING, R.RUNNING)).update(
        state=state, ended_at=at, why_stopped=why
    )
    roster.refresh_from_db(fields=["state", "ended_at", "why_stopped"])
