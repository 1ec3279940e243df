"""What may be expected of a case: all that came out, and what the case expected before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from recert.rules.amounts import show
from recert.rules.cases import Case
from recert.rules.checking import NOTHING, due_on, grounds_of, stage_of, way_of
from recert.rules.findings import Standing
from recert.rules.whatif import numbers_of
from recert.rules.writing.lines import Tree, text_of
from recert.rules.writing.trees import fields_of
from recert.standing.words import capital

Path = tuple[str, ...]

_WHOLE = ("cycle", "fee")
"""Expected as one thing though they are written as keys with values."""

_PARTS = ("over-limit", "not-eligible", "carried")

LABELS: dict[str, Promise] = {
    "verdict": lazy("Verdict"),
    "status": lazy("Status"),
    "edition": lazy("Edition that answers"),
    "cycle": lazy("Cycle"),
    "counted": lazy("Counts in all"),
    "claimed": lazy("Entered in all"),
    "needs": lazy("%(name)s stands"),
    "required": lazy("%(name)s asks for"),
    "short": lazy("%(name)s lacks"),
    "activities": lazy("%(name)s"),
    "fee": lazy("Fee on that day"),
    "stage": lazy("Stage after the last day"),
    "next-end": lazy("The next cycle ends"),
    "routes": lazy("The route %(name)s is"),
    "leave": lazy("Whether %(name)s can be asked for"),
    "silent": lazy("The policy does not say: %(name)s"),
    "because": lazy("It rests on %(name)s"),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that came out, and whether the case expects it."""

    path: Path
    found: str
    expected: str  # what the case expected before, where that is something else
    is_ticked: bool

    @property
    def name(self) -> str:
        """How it is sent."""
        return "|".join(self.path)

    @property
    def label(self) -> str:
        """What it is, in words."""
        words = str(LABELS.get(self.path[0], self.path[0]))
        name = " ".join(self.path[1:])
        return capital(words % {"name": name} if name else words)


def offers(standing: Standing, case: Case) -> list[Offer]:
    """Everything that came out, and whatever else the case expected, with ticks as before."""
    found, before = dict(_found(standing)), dict(_flat(fields_of(case.expect)))
    return [
        Offer(
            path=path,
            found=_shown(found.get(path, before.get(path, ""))),
            expected=_shown(before[path]) if _is_otherwise(path, found, before) else "",
            is_ticked=path in before,
        )
        for path in {**found, **before}
        if path in before or not _is_dull(path, found[path])
    ]


def _is_otherwise(path: Path, found: dict[Path, Tree], before: dict[Path, Tree]) -> bool:
    if path not in before or path not in found or path[-1] == "reasons":
        return False
    return before[path] != found[path]


def _is_dull(path: Path, value: Tree) -> bool:
    """Whether nobody would expect it who has not before: a gate asks for 1 and lacks 0."""
    if path[0] in ("edition", "claimed") or path[-1] in ("reasons", *_PARTS):
        return value in ('"0"', []) or path[0] in ("edition", "claimed") or path[-1] == "reasons"
    return path[0] in ("required", "short") and value in ('"0"', '"1"')


def accepted(standing: Standing, case: Case) -> dict[str, Tree]:
    """Everything the case expects, as it comes out now; what no longer holds goes."""
    ticked = {each.name for each in offers(standing, case) if each.is_ticked}
    gone = set(case.expect.because) - grounds_of(standing)
    gone_silent = set(case.expect.silent) - set(standing.silences)
    ticked -= {f"because|{clause}" for clause in gone}
    return expect_tree(standing, case, ticked - {f"silent|{clause}" for clause in gone_silent})


def expect_tree(standing: Standing, case: Case, ticked: set[str]) -> dict[str, Tree]:
    """What the case expects from now on: what is ticked, as it came out."""
    before = dict(_flat(fields_of(case.expect)))
    values = {**before, **dict(_found(standing))}
    values |= {path: each for path, each in before.items() if _still(each, values[path])}
    tree: dict[str, Tree] = {}
    for path, value in values.items():
        if "|".join(path) in ticked:
            _put(tree, path, value)
    return tree


def _still(expected: Tree, found: Tree) -> bool:
    """Whether expected reasons are among those found: others beside them do no harm."""
    if not isinstance(found, list):
        return False
    codes = expected if isinstance(expected, list) else [expected]
    return all(code in found for code in codes)


def _put(tree: dict[str, Tree], path: Path, value: Tree) -> None:
    if path[0] in ("silent", "because"):
        inner = tree.setdefault(path[0], [])
        if isinstance(inner, list):
            inner.append(text_of(path[1]))
        return
    for step in path[:-1]:
        below = tree.setdefault(step, {})
        if isinstance(below, dict):
            tree = below
    tree[path[-1]] = value


def _flat(expect: Mapping[str, Tree], path: Path = ()) -> Iterator[tuple[Path, Tree]]:
    """An expectation as single things with their paths."""
    for key, value in expect.items():
        if key in ("silent", "because"):
            words = value if isinstance(value, list) else [value]
            yield from (((key, str(each).strip('"')), "") for each in words)
        elif isinstance(value, dict) and key not in _WHOLE:
            yield from _flat(value, (*path, key))
        else:
            yield (*path, key), value


def _found(standing: Standing) -> Iterator[tuple[Path, Tree]]:
    """All that came out and can be expected."""
    yield ("verdict",), standing.verdict.value
    yield ("status",), standing.status.value
    if standing.cycle:
        yield ("cycle",), {"start": str(standing.cycle.start), "end": str(standing.cycle.end)}
    yield ("counted",), f'"{show(standing.counted)}"'
    yield ("claimed",), f'"{show(standing.claimed)}"'
    yield ("edition",), text_of(standing.edition)
    for each in numbers_of(standing).requirements:
        yield ("needs", each.clause), each.state.value
        yield ("required", each.clause), f'"{show(each.need)}"'
        yield ("short", each.clause), f'"{show(each.short)}"'
    for finding in standing.activities:
        here = ("activities", finding.activity)
        yield (*here, "counted"), f'"{show(finding.counted)}"'
        for part in _PARTS:
            yield (*here, part), f'"{show(getattr(finding, part.replace("-", "_")))}"'
        yield (*here, "reasons"), [reason.code.value for reason in finding.reasons]
    if standing.fee_today is not None:
        yield ("fee",), {"today": text_of(due_on(standing.fee_today))}
    stage = stage_of(standing)
    if stage is not None:
        yield ("stage",), stage.name
    if standing.next_cycle:
        yield ("next-end",), str(standing.next_cycle[1])
    for route in standing.routes:
        if way_of(route) != NOTHING:
            yield ("routes", route.clause), way_of(route)
    for asked in standing.may_ask:
        yield ("leave", asked.clause), asked.may.value


def _shown(value: Tree) -> str:
    if isinstance(value, dict):
        return " – ".join(_shown(each) for each in value.values())
    if isinstance(value, list):
        return ", ".join(_shown(each) for each in value)
    return value.strip('"')
