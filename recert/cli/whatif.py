"""`recert whatif OLD NEW`: what another policy would change for everybody in a file or register.

OLD and NEW are rulebook files, or editions named `nsca/2024-2026`. Both are asked as if they
were in force for everybody on the day, so that what differs is the policy and nothing else.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from recert.cli.population import WrongCall, add_population, day_of, place, population
from recert.cli.progress import Progress
from recert.lib.refusals import NotFound
from recert.lib.spreadsheets import harmless
from recert.rulebooks.queries import rulebook_of
from recert.rules.amounts import Money, show
from recert.rules.population import Tiers, Unreadable
from recert.rules.population.comparing import compare
from recert.rules.population.files import finished
from recert.rules.population.judging import Compiled
from recert.rules.population.locating import judge_located
from recert.rules.reading import read_rulebook
from recert.rules.rulebook import ALWAYS, Rulebook
from recert.rules.whatif import Difference, Summary, Turn, Turned

TURNS = {
    Turn.SHORT: "turn short",
    Turn.MET: "turn met",
    Turn.MORE: "are short of more",
    Turn.LESS: "are short of less",
    Turn.OTHER: "stand otherwise",
}

HEAD = (
    "person", "holding", "credential", "turn", "verdict_before", "verdict_after", "clause",
    "clause_turn", "missing_before", "missing_after", "fee_before", "fee_after",
)  # fmt: skip

Keep = Callable[[Difference], None]


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """What may be given."""
    parser = commands.add_parser("whatif", help="say what another policy would change, for whom")
    parser.add_argument("old", metavar="OLD", help="a rulebook file, or nsca/2024-2026")
    parser.add_argument("new", metavar="NEW", help="a rulebook file, or nsca/2024-2026")
    add_population(parser)
    parser.add_argument("--out", type=Path, help="a .csv of everybody it concerns")


def run(args: argparse.Namespace) -> int:
    """Compare, and say what changes; 1 where a file is bad, 2 when the call is wrong."""
    try:
        old, new = (rulebook_named(name, args) for name in (args.old, args.new))
        if old.body != new.body:
            raise WrongCall(f"{old.body} and {new.body} are two bodies; name editions of one.")
        with _listing(args.out) as keep:
            summary = _compare(old, new, args, keep)
    except WrongCall as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except (Unreadable, OSError) as error:
        sys.stderr.write(f"{place(args, error)}\n")
        return 1
    sys.stdout.write("\n".join(lines(summary, new.currency)) + "\n")
    return 0


def rulebook_named(name: str, args: argparse.Namespace) -> Rulebook:
    """The rulebook in a file, or of that name: published here, or in the folder."""
    path = Path(name)
    if path.suffix not in (".yaml", ".yml") and args.database:
        try:
            return rulebook_of(args.body or "", path.name)
        except NotFound:
            raise WrongCall(f'{args.body} has published no edition "{path.name}".') from None
    if path.suffix not in (".yaml", ".yml"):
        path = args.rulebooks / f"{name}.yaml"
    if not path.is_file():
        raise WrongCall(
            f'"{name}" is neither a rulebook file nor an edition in {args.rulebooks}; '
            "name one as nsca/2024-2026"
        )
    rulebook, problems = read_rulebook(path, name=path.name)
    if rulebook is None:
        raise WrongCall("\n".join(str(problem) for problem in problems))
    return rulebook


def _compare(old: Rulebook, new: Rulebook, args: argparse.Namespace, keep: Keep) -> Summary:
    as_of, people = day_of(args.as_of), population(args, old.body)
    summary, progress = Summary(), Progress(people.rows)
    law = Compiled(_for_all(new), as_of)
    for batch, before in judge_located(_for_all(old), people.batches, as_of, Tiers()):
        for difference in compare(summary, batch, before, law.judge(batch)):
            keep(difference)
        progress.advance(batch.num_rows)
    progress.close()
    return summary


def _for_all(rulebook: Rulebook) -> tuple[Rulebook, ...]:
    return (replace(rulebook, in_force=ALWAYS),)


# ---------------------------------------------------------------- what comes out


def lines(summary: Summary, currency: str) -> Iterator[str]:
    """What would change, in words, the most first."""
    yield f"{summary.judged} judged, {summary.changed} answered differently."
    yield f"{summary.turned_short} turn short, {summary.turned_met} turn met."
    for key, many in summary.clauses.most_common():
        clause, _, turn = key.partition(" ")
        yield f"  {clause}: {many} {TURNS[Turn(turn)]}"
    for clause, more in summary.missing.items():
        amount = show(round(abs(more), 2))
        yield f"  {clause}: {amount} {'more' if more > 0 else 'less'} missing in all"
    before, after = (Money(each, currency) for each in (summary.cents_before, summary.cents_after))
    yield (
        f"Fees due today: {_money(after)}, before {_money(before)}; "
        f"{summary.pay_more} pay more, {summary.pay_less} less."
    )


def _money(money: Money) -> str:
    return f"{money.cents // 100}.{money.cents % 100:02} {money.currency}"


@contextmanager
def _listing(out: Path | None) -> Iterator[Keep]:
    """Where the list of whom it concerns goes: a CSV, there when all is well; or nowhere."""
    if out is None:
        yield lambda _difference: None
        return
    with finished(out) as part, part.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD)
        yield lambda difference: writer.writerows(_rows(difference))


def _rows(difference: Difference) -> Iterator[list[str]]:
    old, new = difference.old, difference.new
    head = [
        *(harmless(each) for each in (new.person, new.holding, new.credential)),
        difference.turn or "", old.verdict, new.verdict,
    ]  # fmt: skip
    fees = [_fee(old.fee_cents), _fee(new.fee_cents)]
    if not difference.turned:
        yield [*head, "", "", "", "", *fees]
    for each in difference.turned:
        yield [*head, each.clause, each.turn, *_missing(each), *fees]


def _missing(turned: Turned) -> list[str]:
    return [show(each.short) if each else "0" for each in (turned.before, turned.after)]


def _fee(cents: int | None) -> str:
    return "" if cents is None else f"{cents // 100}.{cents % 100:02}"
