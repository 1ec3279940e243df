"""`recert standing FILE`: where each certification of one person stands, and why.

FILE is a person as JSON or YAML (docs/facts.md), or activities as CSV with the
certifications given by `--holds`. No database is asked.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from recert.cli import clock
from recert.cli.planning import plan_page
from recert.rules.admitting import order_of
from recert.rules.amounts import show
from recert.rules.cycles import local_day
from recert.rules.facts import Facts, Holding
from recert.rules.findings import ActivityFinding, Standing, to_plain
from recert.rules.judging import judge
from recert.rules.planning import plan
from recert.rules.reading import Problem, read_activities_csv, read_facts
from recert.rules.reading.folders import read_folder
from recert.rules.reading.problems import suggest
from recert.rules.rulebook import Rulebook, edition_of
from recert.standing import words

SHIPPED = Path(__file__).resolve().parents[2] / "rulebooks"
FORMAT = "recert-standing-1"


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """What may be given."""
    parser = commands.add_parser("standing", help="say where a person's certifications stand")
    parser.add_argument("file", type=Path, help="a person (.json, .yaml) or activities (.csv)")
    parser.add_argument("--as-of", metavar="DAY", help="2026-11-21, or a moment with its offset")
    parser.add_argument(
        "--holds", action="append", default=[], metavar="BODY:CREDENTIAL:CERTIFIED[:EXPIRES]",
        help="a certification held, with a CSV file; may be repeated",
    )  # fmt: skip
    parser.add_argument("--only", metavar="HOLDING", help="one certification instead of all")
    parser.add_argument("--rulebooks", type=Path, default=SHIPPED, help="the folder of rulebooks")
    parser.add_argument("--plan", action="store_true", help="the fewest hours that are missing")
    parser.add_argument("--json", action="store_true", help="the documented JSON")


def run(args: argparse.Namespace) -> int:
    """Print every standing; 1 when a file does not read, 2 when the call is wrong."""
    try:
        facts, problems = _person(args)
        books = _rulebooks(args.rulebooks)
        moment = _moment(args.as_of)
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if facts is None:
        sys.stderr.write("".join(f"{problem}\n" for problem in problems))
        return 1
    if args.only:
        ids = [holding.id for holding in facts.holdings]
        if args.only not in ids:
            sys.stderr.write(f'Nothing is held as "{args.only}"; {suggest(args.only, ids)}\n')
            return 2
        facts = replace(facts, holdings=_only(facts, args.only))
    sys.stderr.writelines(_strangers(books, facts))
    if not facts.holdings:
        sys.stderr.write("No certification to judge: name one in the file or with --holds.\n")
        return 2
    answers = [_answer(books, facts, holding, moment) for holding in facts.holdings]
    planned = plan(books, facts, [standing for standing, _ in answers]) if args.plan else None
    if args.json:
        standings = [to_plain(standing) for standing, _ in answers]
        whole: dict[str, object] = {"format": FORMAT, "standings": standings}
        if planned is not None:
            whole["plan"] = to_plain(planned)
        sys.stdout.write(json.dumps(whole, indent=2, ensure_ascii=False) + "\n")
    else:
        pages = ["\n".join(_page(*answer, facts)) for answer in answers]
        if planned is not None:
            pages.append("\n".join(plan_page(planned, answers, books)))
        sys.stdout.write("\n\n".join(pages) + "\n")
    return 0


def _person(args: argparse.Namespace) -> tuple[Facts | None, Sequence[Problem]]:
    path: Path = args.file
    text = path.read_bytes()
    held = tuple(_held(each) for each in args.holds)
    if path.suffix.lower() == ".csv":
        activities, problems = read_activities_csv(text, name=path.name)
        if activities is None:
            return None, problems
        return Facts(person=path.stem, holdings=held, activities=activities), ()
    facts, problems = read_facts(text, name=path.name)
    if facts is not None and held:
        facts = replace(facts, holdings=(*facts.holdings, *held))
    return facts, problems


def _held(text: str) -> Holding:
    """A certification written as `acsm:cpt:2020-06-15:2026-12-31`."""
    parts = text.split(":")
    try:
        body, credential, certified, *rest = parts
        days = [date.fromisoformat(day) for day in (certified, *rest)]
        if len(days) > 2:
            raise ValueError
    except ValueError:
        raise ValueError(
            f'--holds "{text}" is not understood; write acsm:cpt:2020-06-15, '
            "with the last day after another colon if you know it"
        ) from None
    return Holding(
        id=f"{body}:{credential}", body=body, credential=credential, certified=days[0],
        expires=days[1] if len(days) > 1 else None,
    )  # fmt: skip


def _strangers(books: dict[str, tuple[Rulebook, ...]], facts: Facts) -> Iterator[str]:
    """What no rulebook speaks of, said aloud: it may be no more than a slip of the pen."""
    for holding in facts.holdings:
        editions = books.get(holding.body, ())
        granted = {each.id for edition in editions for each in edition.credentials}
        if not editions:
            yield f'No rulebook is here for "{holding.body}"; {suggest(holding.body, books)}\n'
        elif holding.credential not in granted:
            hint = suggest(holding.credential, granted)
            yield f'{holding.body} grants no "{holding.credential}"; {hint}\n'


def _only(facts: Facts, wanted: str) -> tuple[Holding, ...]:
    return tuple(holding for holding in facts.holdings if holding.id == wanted)


def _moment(text: str | None) -> date | datetime:
    if text is None:
        return clock.now()
    try:
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        raise ValueError(f'--as-of "{text}" is not a day; write 2026-11-21') from None


def _rulebooks(folder: Path) -> dict[str, tuple[Rulebook, ...]]:
    found = {}
    for body in read_folder(folder):
        if body.problems:
            raise ValueError("\n".join(str(problem) for problem in body.problems))
        found[body.body] = body.rulebooks
    return found


def _answer(
    books: dict[str, tuple[Rulebook, ...]], facts: Facts, holding: Holding, moment: date | datetime
) -> tuple[Standing, Rulebook | None]:
    """The standing on the body's own calendar day, and the edition it was found by."""
    editions = books.get(holding.body, ())
    if isinstance(moment, datetime):
        day = local_day(editions[-1], moment) if editions else moment.date()
    else:
        day = moment
    standing = judge(editions, facts, holding.id, day)
    return standing, edition_of(editions, standing.edition)


def _page(standing: Standing, book: Rulebook | None, facts: Facts) -> Iterator[str]:
    yield _title(standing, book)
    yield f"  {words.headline(standing, book)}"
    if book is None or standing.cycle is None:
        return
    start, end = (words.day_words(day) for day in (standing.cycle.start, standing.cycle.end))
    status = words.status_words(standing.status)
    yield f"  Status: {status}. Cycle: {start} to {end} [{standing.cycle.clause}]"
    assumed = words.assumption(standing, facts.holding(standing.holding))
    if assumed:
        yield f"  {assumed}"
    yield from _section("Requirements", _requirements(standing, book))
    yield from _section("Activities", _activities(standing, book, facts))
    yield from _section("Ways by credits", (
        f"{words.route_sentence(route, book)} [{route.clause}]" for route in standing.by_credits
    ))  # fmt: skip
    yield from _section("Ways by examination", (
        f"{words.route_sentence(route, book)} [{route.clause}]" for route in standing.examinations
    ))  # fmt: skip
    yield from _section("What renewing costs", _fees(standing))
    yield from _section("The policy does not say", (
        f"{book.clause(clause).says} [{clause}]" for clause in standing.silences
    ))  # fmt: skip


def _title(standing: Standing, book: Rulebook | None) -> str:
    name = words.name_of_credential(book, standing.credential)
    edition = f", edition {standing.edition}" if standing.edition else ""
    return f"{book.name if book else standing.body}: {name}{edition}"


def _section(title: str, lines: Iterator[str]) -> Iterator[str]:
    body = [f"    {line}" for line in lines]
    if body:
        yield f"\n  {title}"
        yield from body


def _requirements(standing: Standing, book: Rulebook) -> Iterator[str]:
    for each in standing.requirements:
        name = words.requirement_name(each, book)
        yield f"{name}: {words.requirement_sentence(each, book)} [{each.clause}]"


def _activities(standing: Standing, book: Rulebook, facts: Facts) -> Iterator[str]:
    """Oldest first: when, what, how much of it counted, and why."""
    found = {each.activity: each for each in standing.activities}
    wide = max((len(activity.title) for activity in facts.activities), default=0)
    for activity in sorted(facts.activities, key=order_of):
        each = found[activity.id]
        sums = f"{show(each.counted):>6} of {show(each.claimed):<6}"
        day = activity.completed.isoformat()
        yield f"{day}  {activity.title:<{wide}} {sums} {_why(each, book)}".rstrip()
    done = {activity.id for activity in facts.activities}
    for each in standing.activities:
        if each.activity not in done:  # credit carried in
            sums = f"{show(each.counted):>6} of {show(each.claimed):<6}"
            yield f"{'':10}  {each.activity:<{wide}} {sums} {_why(each, book)}".rstrip()


def _why(finding: ActivityFinding, book: Rulebook) -> str:
    """Every reason with its clause, so that no number stands alone."""
    return " ".join(
        words.reason_sentence(reason, book) + (f" [{reason.clause}]" if reason.clause else "")
        for reason in finding.reasons
    )


def _fees(standing: Standing) -> Iterator[str]:
    for step in standing.fees:
        if step.until is not None and step.until < standing.as_of:
            continue
        until = f" to {words.day_words(step.until)}" if step.until else " on"
        money = words.money_words(step.total) if step.total else "the policy does not say"
        clauses = ", ".join(line.clause for line in step.lines)
        yield f"{words.day_words(step.since)}{until}: {money}" + (
            f" [{clauses}]" if clauses else ""
        )
