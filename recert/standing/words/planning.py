"""Plans in words: what to do next, by when, and what learning cannot mend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recert.rules.amounts import ZERO
from recert.rules.facts import Delivery
from recert.rules.findings import Standing
from recert.rules.planning import Apart, Line, Plan, Why
from recert.rules.rulebook import Rulebook
from recert.standing.words.plainly import (
    amount_words,
    day_words,
    either,
    join,
    need_name,
    unit_words,
)
from recert.standing.words.requirements import requirement_name, requirement_sentence
from recert.standing.words.vocabulary import words_of

MOST_TOPICS = 4
"""Of more topics than these the name of what they fill says more."""

LIVE = frozenset({Delivery.IN_PERSON, Delivery.LIVE_ONLINE})


@dataclass(frozen=True, slots=True)
class Names:
    """What words need beside a plan: bodies by slug, and the edition behind each holding."""

    bodies: Mapping[str, str]
    rulebooks: Mapping[str, Rulebook]

    def body(self, slug: str) -> str:
        """The body's name; its slug as letters where it has no rulebook here."""
        return self.bodies.get(slug) or slug.upper().replace("-", " ")


@dataclass(frozen=True, slots=True)
class Said:
    """One thing to do, as a sentence, and the certifications it serves."""

    sentence: str
    by: date
    holdings: tuple[str, ...]
    lines: tuple[Line, ...] = ()  # of the plan, told in this sentence


def plan_sentences(plan: Plan, names: Names) -> tuple[Said, ...]:
    """Each thing to do; what differs in its topic alone is said together."""
    return tuple(_said(lines, names) for lines in _together(plan.lines))


def _together(lines: Sequence[Line]) -> Iterator[tuple[Line, ...]]:
    """Lines that are the same but for their topics, where one of them is about any."""
    groups: dict[tuple[Line, tuple[str, ...]], list[Line]] = {}
    for line in lines:
        alike = replace(line, hours=ZERO, topics=frozenset(), serves=())
        groups.setdefault((alike, line.holdings), []).append(line)
    for some in groups.values():
        if any(not line.topics for line in some):
            yield tuple(sorted(some, key=lambda line: len(line.topics)))
        else:
            yield from ((line,) for line in some)


def _said(lines: Sequence[Line], names: Names) -> Said:
    first, *others = lines
    hours = sum((line.hours for line in lines), ZERO)
    what = " ".join(filter(None, (_amount(first, hours, names), *_conditions(first, names))))
    inside = [
        _("%(amount)s of them %(topics)s")
        % {"amount": amount_words(line.hours, ""), "topics": _about(line, names)}
        for line in others
    ]
    words = {"what": ", ".join([what, *inside]), "day": day_words(first.by)}
    if first.since is not None:
        words["since"] = day_words(first.since)
        sentence = _("%(what)s, from %(since)s to %(day)s.") % words
    else:
        sentence = _("%(what)s, by %(day)s.") % words
    if first.asks:
        sentence = _("%(sentence)s Somebody at the body has to judge it.") % {"sentence": sentence}
    return Said(sentence, first.by, first.holdings, tuple(lines))


def _amount(line: Line, hours: Fraction, names: Names) -> str:
    """So many hours, live or not; of a body that names no hour, so many of its credits."""
    amount = amount_words(hours, "")
    if line.counted_in:
        unit = next(
            book.unit.name for book in names.rulebooks.values() if book.body == line.counted_in
        )
        return f"{amount} {unit_words(hours, unit)}"
    many = 1 if hours == 1 else 2
    words = {"n": amount}
    if line.deliveries == LIVE:
        return ngettext("%(n)s live hour", "%(n)s live hours", many) % words
    return ngettext("%(n)s hour", "%(n)s hours", many) % words


def _conditions(line: Line, names: Names) -> Iterator[str]:
    """What it must be about, how it must be given, and by whom."""
    yield _about(line, names)
    if line.kinds:
        yield _("as %(kinds)s") % {"kinds": either(words_of(line.kinds))}
    if line.deliveries and line.deliveries != LIVE:
        yield either(words_of(line.deliveries))
    if line.taught_by:
        bodies = either(names.body(each) for each in line.taught_by)
        yield _("taught by %(bodies)s") % {"bodies": bodies}
    if line.approved_by:
        bodies = join(names.body(each) for each in line.approved_by)
        yield _("approved by %(bodies)s") % {"bodies": bodies}


def _about(line: Line, names: Names) -> str:
    if not line.topics:
        return ""
    if len(line.topics) <= MOST_TOPICS:
        return _("on %(topics)s") % {"topics": either(words_of(line.topics))}
    needs = {
        name
        for each in line.serves
        if (name := need_name(names.rulebooks[each.holding], each.clause))
    }
    if needs:
        return _("in %(needs)s") % {"needs": join(sorted(needs))}
    bodies = dict.fromkeys(names.rulebooks[each].name for each in line.holdings)
    return _("on a topic that counts with %(bodies)s") % {"bodies": join(bodies)}


def apart_sentence(apart: Apart, standing: Standing, rulebook: Rulebook) -> str:
    """What learning cannot mend, and what to do instead."""
    finding = next(
        each
        for each in standing.requirements
        if each.clause == apart.clause and (apart.why is Why.CONDITION or each.short)
    )
    words = {
        "amount": amount_words(apart.amount, rulebook.unit.name),
        "name": need_name(rulebook, apart.clause),
        "day": day_words(apart.until) if apart.until else "",
    }
    if apart.why is Why.CONDITION or finding.kind == "breadth":
        name = requirement_name(finding, rulebook)
        return f"{name}: {requirement_sentence(finding, rulebook)}"
    if apart.why is Why.PAST and words["name"]:
        return _(
            "%(amount)s in %(name)s had to be earned by %(day)s and no longer can be. Ask the body."
        ) % words  # fmt: skip
    if apart.why is Why.PAST:
        return _(
            "%(amount)s had to be earned by %(day)s and no longer can be. Ask the body."
        ) % words  # fmt: skip
    if words["name"]:
        return (
            _("%(amount)s in %(name)s: no course fills this. Read the rule, or ask the body.")
            % words
        )
    return (
        _("%(amount)s: no course that we know of fills this. Read the rule, or ask the body.")
        % words
    )


def examination_sentence(name: str) -> str:
    """That passing an examination would renew a certification instead."""
    return _("%(name)s: you may renew by passing the examination instead.") % {"name": name}
