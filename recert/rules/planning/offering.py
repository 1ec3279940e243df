"""Offering: the offers worth weighing for some certifications, and what each sees in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from recert.rules.facts import Award, Delivery, Kind, Topic
from recert.rules.planning.ledgers import Ledger, Sight
from recert.rules.planning.offers import (
    NOT_LEARNING,
    SHAPES,
    SOMEBODY,
    Maker,
    Offer,
    approvals,
    classes,
    own_credit,
    whats,
)
from recert.rules.rulebook import Rulebook

Books = Mapping[str, Sequence[Rulebook]]


@dataclass(frozen=True, slots=True)
class Seen:
    """An offer, what each ledger sees in it, and how much it asks of the learner."""

    offer: Offer
    sights: tuple[Sight | None, ...]
    burden: int

    @property
    def rank(self) -> tuple[object, ...]:
        """Sorts offers that ask equally much, whatever order they came in."""
        offer, maker = self.offer, self.offer.maker
        who = (maker.provider, maker.counted_in, [each.by for each in maker.approvals])
        return (offer.slot, offer.kind, offer.delivery, offer.topic, *who)


@dataclass(frozen=True, slots=True)
class Market:
    """The words that the rulebooks together tell apart, each class of equals by its first."""

    topics: Sequence[Sequence[Topic]]
    shapes: Sequence[tuple[Kind, Delivery]]
    makers: Sequence[Maker]


def market_of(ledgers: Sequence[Ledger], books: Books) -> Market:
    """What may be told apart in offers for these ledgers."""
    told = [ledger.told for ledger in ledgers]
    topics = [[Topic(each) for each in some] for some in classes(_learnable(), told)]
    kinds = {kind: tuple(each.get(kind) for each in told) for kind, _ in SHAPES}
    ways = {way: tuple(each.get(way) for each in told) for _, way in SHAPES}
    shapes: dict[object, tuple[Kind, Delivery]] = {}
    for kind, way in SHAPES:
        shapes.setdefault((kinds[kind], ways[way]), (kind, way))
    return Market(topics, list(shapes.values()), list(_makers(ledgers, books)))


def _learnable() -> list[Topic]:
    return [topic for topic in Topic if topic not in NOT_LEARNING]


def _makers(ledgers: Sequence[Ledger], books: Books) -> Iterator[Maker]:
    """Anybody, with no approval and with ever more; and each body that must teach itself.

    Approvals are added in the order of the hours that are short, the most first: what one
    body still asks when the others have enough needs no approval but its own.
    """
    yield Maker()
    approved: dict[str, Award] = {}
    for ledger in sorted(ledgers, key=lambda each: (-each.hours_short, each.holding)):
        fresh = [each for each in approvals(ledger.rulebook, books) if each.by not in approved]
        approved |= {each.by: each for each in fresh}
        if fresh:
            yield Maker(approvals=tuple(approved[body] for body in sorted(approved)))
    every = tuple(approved[body] for body in sorted(approved))
    for ledger in ledgers:
        book = ledger.rulebook
        own = book.body if book.body in book.own else min(book.own, default="")
        if own and any(what.own is not None or what.providers & book.own for what in whats(book)):
            yield Maker(own, every)
        named = {what.providers for what in whats(book) if what.providers}
        for others in sorted({min(each) for each in named if not each & book.own}):
            yield Maker(others, every)
        if (credit := own_credit(book)) is not None:
            yield Maker(own or SOMEBODY, (credit,), book.body)


def offers_for(ledgers: Sequence[Ledger], market: Market, slots: Sequence[date]) -> list[Seen]:
    """The offers of which none is in every way as good as another and asks less."""
    return _best(
        ledgers,
        [
            Offer(kind, way, some[0], maker, slot)
            for slot in slots
            for some in market.topics
            for kind, way in market.shapes
            for maker in market.makers
        ],
    )


def _best(ledgers: Sequence[Ledger], offers: Sequence[Offer]) -> list[Seen]:
    """Those that serve something, without those that another outdoes."""
    found: dict[object, Seen] = {}
    for offer in offers:
        sights = tuple(
            sight
            if (sight := ledger.sees(offer)) is not None and sight.sets & ledger.short
            else None
            for ledger in ledgers
        )
        if any(sight is not None for sight in sights):
            seen = Seen(offer, sights, _burden(offer, sights, ledgers))
            best = found.setdefault(sights, seen)
            if seen.burden < best.burden:
                found[sights] = seen
    return [seen for seen in found.values() if not _is_outdone(seen, found.values(), ledgers)]


def _is_outdone(seen: Seen, every: Iterable[Seen], ledgers: Sequence[Ledger]) -> bool:
    """Whether another asks less and does as well wherever this one counts."""
    return any(
        (other.burden, other.rank) < (seen.burden, seen.rank)
        and all(
            b is None or (a is not None and a.does_for(b, ledger.short, ledger.limits))
            for a, b, ledger in zip(other.sights, seen.sights, ledgers, strict=True)
        )
        for other in every
    )


def _burden(offer: Offer, sights: Sequence[Sight | None], ledgers: Sequence[Ledger]) -> int:
    """How much an offer asks: what it must be about, whose approval, which shape."""
    about = sum(
        len(sight.sets & ledger.short)
        for sight, ledger in zip(sights, ledgers, strict=True)
        if sight is not None
    )
    asks = sum(sight is not None and sight.asks for sight in sights)
    own = offer.maker.provider != SOMEBODY
    later = offer.slot != date.min
    shape = SHAPES.index((offer.kind, offer.delivery))
    return 8 * about + 4 * len(offer.maker.approvals) + 6 * own + 20 * asks + 2 * later + shape


@dataclass(frozen=True, slots=True)
class Plainly:
    """An offer without conditions that nobody asks for, and all that would do in its place."""

    offer: Offer
    kinds: frozenset[Kind]
    deliveries: frozenset[Delivery]
    topics: frozenset[Topic]
    taught_by: tuple[str, ...]


def plainest(offer: Offer, ledgers: Sequence[Ledger], market: Market) -> Plainly:
    """The offer as plainly as these ledgers let it be said."""
    for award in offer.maker.approvals:
        left = tuple(each for each in offer.maker.approvals if each != award)
        fewer = replace(offer, maker=replace(offer.maker, approvals=left))
        offer = fewer if _does_for(fewer, offer, ledgers) else offer
    anybody = replace(offer, maker=replace(offer.maker, provider=SOMEBODY))
    offer = anybody if _does_for(anybody, offer, ledgers) else offer
    shapes = [
        (kind, way)
        for kind, way in SHAPES
        if _does_for(replace(offer, kind=kind, delivery=way), offer, ledgers)
    ]
    topics = frozenset(
        topic
        for some in market.topics
        if _does_for(replace(offer, topic=some[0]), offer, ledgers)
        for topic in some
    )
    named = sorted(frozenset().union(*(ledger.named for ledger in ledgers)))
    makers = {each: replace(offer, maker=replace(offer.maker, provider=each)) for each in named}
    return Plainly(
        offer,
        *_free(shapes),
        topics=frozenset() if len(topics) * 2 > sum(map(len, market.topics)) else topics,
        taught_by=tuple(each for each in named if _does_for(makers[each], offer, ledgers))
        if offer.maker.provider != SOMEBODY
        else (),
    )


def _free(
    shapes: Sequence[tuple[Kind, Delivery]],
) -> tuple[frozenset[Kind], frozenset[Delivery]]:
    """The kinds and the deliveries asked for: none where every shape of the others does."""
    kinds, ways = {kind for kind, _ in shapes}, {way for _, way in shapes}
    of_kinds = {shape for shape in SHAPES if shape[0] in kinds}
    of_ways = {shape for shape in SHAPES if shape[1] in ways}
    if set(shapes) == set(SHAPES):
        return frozenset(), frozenset()
    if set(shapes) == of_ways:
        return frozenset(), frozenset(ways)
    if set(shapes) == of_kinds:
        return frozenset(kinds), frozenset()
    return frozenset(kinds), frozenset(ways)


def _does_for(other: Offer, offer: Offer, ledgers: Sequence[Ledger]) -> bool:
    """Whether another offer does as well for every one of the ledgers."""
    for ledger in ledgers:
        was, now = ledger.sees(offer), ledger.sees(other)
        if was is not None and (now is None or not now.does_for(was, ledger.short, ledger.limits)):
            return False
    return True
