"""What may be asked about draws."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db.models import Count, QuerySet

from recert.audits.framing import strata_in
from recert.audits.models import CLOSED_CASES, WITH_BODY, Audit, Candidate, Draw
from recert.lib.refusals import NotFound
from recert.people.models import Body, Person
from recert.people.queries import Duty, body_for_staff
from recert.rules.sampling import frame as law
from recert.rules.sampling.seeding import Announcement, PublicRandomness


def draws_of(body: Body) -> QuerySet[Draw]:
    """A body's draws, the newest first; the caller has checked who asks."""
    return Draw.objects.filter(body=body).select_related("body", "prepared_by", "drawn_by")


def draw_for_staff(staff: Person, body_slug: str, public_id: str, duty: Duty = Duty.DRAW) -> Draw:
    """A draw of the staff member's body."""
    body = body_for_staff(staff, body_slug, duty)
    found = draws_of(body).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def public_draws(body_slug: str) -> QuerySet[Draw]:
    """The draws a body announced, cancelled ones too, the newest first; for anybody."""
    return Draw.objects.filter(body__slug=body_slug, named_at__isnull=False).select_related("body")


def public_draw(body_slug: str, public_id: str) -> Draw:
    """One draw that was announced; for anybody."""
    found = public_draws(body_slug).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


# ---------------------------------------------------------------- as the law sees it


def frame_of(draw: Draw) -> law.Frame:
    """The frozen list as the law draws from it, in one query."""
    rows = Candidate.objects.filter(draw=draw).values_list(
        "identifier", "stratum", "weight", "taken", "spared"
    )
    return law.Frame(
        title=draw.title,
        body=draw.body.slug,
        as_of=draw.as_of,
        clause=draw.clause,
        edition=draw.edition,
        strata=strata_in(draw),
        candidates=tuple(
            law.Candidate(
                id=identifier, stratum=stratum, weight=Fraction(weight), taken=taken, spared=spared
            )
            for identifier, stratum, weight, taken, spared in rows.iterator()
        ),
    )


def source_of(draw: Draw) -> PublicRandomness | None:
    """The public randomness a draw named, if it named any."""
    if not draw.source:
        return None
    return PublicRandomness(
        what=draw.source["what"],
        when=datetime.fromisoformat(draw.source["when"]),
        how=draw.source["how"],
    )


def announcement_of(draw: Draw, size: int) -> Announcement:
    """What was announced of a frozen draw before chance decided."""
    assert draw.frozen_at is not None  # the caller looked
    return Announcement(
        digest=draw.digest,
        size=size,
        frozen_at=draw.frozen_at,
        public=source_of(draw),
        commitment=draw.commitment,
    )


# ---------------------------------------------------------------- how far it is


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a draw is: how many stand on its list, how many were drawn, where they are."""

    listed: int
    drawn: int
    opened: int
    overdue: int
    states: dict[str, int]

    @property
    def closed(self) -> int:
        """How many cases ended."""
        return sum(self.states.get(state, 0) for state in CLOSED_CASES)

    @property
    def with_body(self) -> int:
        """How many wait for the body."""
        return sum(self.states.get(state, 0) for state in WITH_BODY)


def progress_of(draw: Draw) -> Progress:
    """How far one draw is."""
    return progress_of_many((draw,))[draw.pk]


def progress_of_many(draws: Iterable[Draw]) -> dict[int, Progress]:
    """How far several draws are, by row, in three queries."""
    ids = [draw.pk for draw in draws]
    lists = Candidate.objects.filter(draw__in=ids)
    listed, drawn = Counter[int](), Counter[int]()
    for draw, is_drawn, many in (
        lists.order_by().values_list("draw", "is_drawn").annotate(many=Count("pk"))
    ):
        listed[draw] += many
        drawn[draw] += many if is_drawn else 0
    audits = Audit.objects.filter(candidate__draw__in=ids).order_by()
    states: dict[int, dict[str, int]] = defaultdict(dict)
    for draw, state, many in audits.values_list("candidate__draw", "state").annotate(
        many=Count("pk")
    ):
        states[draw][state] = many
    late = audits.filter(overdue_at__isnull=False).exclude(state__in=CLOSED_CASES)
    overdue = dict(late.values_list("candidate__draw").annotate(many=Count("pk")))
    return {
        id: Progress(
            listed=listed[id],
            drawn=drawn[id],
            opened=sum(states[id].values()),
            overdue=overdue.get(id, 0),
            states=states[id],
        )
        for id in ids
    }
