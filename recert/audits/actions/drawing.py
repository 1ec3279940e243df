"""Drawing: the list is frozen and its digest published, then chance decides, once."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from itertools import islice
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from recert.audits.actions.cancelling import cancel_cases
from recert.audits.actions.moving import journal_draw, move_draw
from recert.audits.framing import Line, lines_of
from recert.audits.models import Candidate, Draw, DrawState, Moment
from recert.audits.queries.draws import announcement_of, draw_for_staff, frame_of, source_of
from recert.lib.refusals import Refused
from recert.people.models import Person
from recert.renewals.actions import release, stop_holding_back
from recert.renewals.models import Renewal
from recert.rules.sampling import recording
from recert.rules.sampling.drawing import Drawn, chances
from recert.rules.sampling.frame import digest, salted
from recert.rules.sampling.seeding import Revealed, hindrances

SOME = 500
"""So many rows are written together: SQLite takes no more values at once."""

T = TypeVar("T")


@transaction.atomic
def freeze(*, by: Person, at: datetime, body_slug: str, draw_id: str) -> Draw:
    """Fix the list, each under an identifier of its own, and publish its digest.

    The source of the chance has been named before; public randomness is still unknown.
    """
    draw = draw_for_staff(by, body_slug, draw_id)
    if draw.state == DrawState.FROZEN:
        return draw
    _refuse_unnamed(draw)
    if draw.moment != Moment.AT_ONCE:
        raise Refused(_("This draw has no list: it looks at applications as they come."))
    public = source_of(draw)
    if public is not None and public.when <= at:
        raise Refused(
            _("The outcome of the source named is known by now. Cancel the draw, and name another.")
        )
    move_draw(draw, (DrawState.PREPARED,), DrawState.FROZEN, frozen_at=at)
    for some in _some(lines_of(draw)):
        Candidate.objects.bulk_create(_candidate(draw, line) for line in some)
    frame = frame_of(draw)
    if not any(not each.spared for each in frame.candidates):
        raise Refused(_("Nobody stands on the list who could be drawn. Choose more widely."))
    Draw.objects.filter(pk=draw.pk).update(digest=digest(frame))
    draw.refresh_from_db()
    journal_draw(
        at, by, "draw-frozen", draw, {"digest": draw.digest, "size": len(frame.candidates)}
    )
    return draw


def _refuse_unnamed(draw: Draw) -> None:
    if draw.named_at is None:
        raise Refused(_("Name where the chance comes from first, so that nobody can choose it."))


def _candidate(draw: Draw, line: Line) -> Candidate:
    salt = secrets.token_hex(12)
    return Candidate(
        draw=draw,
        certification_id=line.certification,
        renewal_id=line.renewal,
        salt=salt,
        identifier=salted(salt, line.public_id),
        stratum=line.stratum,
        weight=str(line.weight),
        taken=line.taken,
        spared=line.spared,
        cycle_end=line.cycle_end,
    )


@transaction.atomic
def draw(*, by: Person, at: datetime, body_slug: str, draw_id: str, said: str = "") -> Draw:
    """Let chance decide: with the outcome of the public randomness as it was stated, if any.

    The record is written and published in the same moment; the secret is in it. Drawn twice
    is drawn once: the second time the draw is as it was. The worker opens the cases.
    """
    held = draw_for_staff(by, body_slug, draw_id)
    if held.state == DrawState.DRAWN:
        return held
    if held.state != DrawState.FROZEN:
        raise Refused(_("Freeze the list first."))
    frame, revealed = frame_of(held), Revealed(said=said.strip(), secret=held.secret)
    announcement = announcement_of(held, len(frame.candidates))
    if announcement.public is not None and at < announcement.public.when:
        raise Refused(_("The outcome is not known yet. Come back when it is."), "said")
    if any(hindrances(announcement, revealed)):
        raise Refused(_("Enter the outcome of the source named, exactly as it was stated."), "said")
    whole = recording.Draw(frame, announcement, revealed)
    move_draw(
        held,
        (DrawState.FROZEN,),
        DrawState.DRAWN,
        randomness=revealed.said,
        drawn_at=at,
        drawn_by=by,
        record=recording.record_text(whole),
    )
    _note_chances(held, chances(frame))
    drawn = recording.drawn_in(whole)
    _note_drawn(held, drawn)
    journal_draw(at, by, "drawn", held, {"many": len(drawn)})
    return held


def _note_chances(draw: Draw, chance: Mapping[str, Fraction]) -> None:
    """Write down everybody's chance: those of one kind in one stroke."""
    kinds: dict[tuple[str, str, bool, bool], str] = {}
    for row in draw.candidates.all().iterator():
        kind = (row.stratum, row.weight, bool(row.taken), bool(row.spared))
        kinds.setdefault(kind, str(chance[row.identifier]))
    for (stratum, weight, taken, spared), probability in kinds.items():
        same = draw.candidates.filter(stratum=stratum, weight=weight)
        same = same.exclude(taken="") if taken else same.filter(taken="")
        same = same.exclude(spared="") if spared else same.filter(spared="")
        same.update(probability=probability)


def _note_drawn(draw: Draw, drawn: Sequence[Drawn]) -> None:
    by_reason: dict[str, list[str]] = defaultdict(list)
    for each in drawn:
        by_reason[each.why].append(each.id)
    for why, ids in by_reason.items():
        for some in _some(ids):
            draw.candidates.filter(identifier__in=some).update(is_drawn=True, why=why)


def _some(things: Iterable[T]) -> Iterator[list[T]]:
    left = iter(things)
    while some := list(islice(left, SOME)):
        yield some


@transaction.atomic
def cancel_draw(*, by: Person, at: datetime, body_slug: str, draw_id: str, reason: str) -> Draw:
    """Give a draw up, with the reason. Once it was announced it stays in the public list.

    Cases that are open are closed with it; what is determined stands.
    """
    held = draw_for_staff(by, body_slug, draw_id)
    if held.state == DrawState.CANCELLED:
        return held
    if not reason.strip():
        raise Refused(_("Give the reason; it is published."), "reason")
    before = [each for each in DrawState if each is not DrawState.CANCELLED]
    move_draw(held, before, DrawState.CANCELLED, cancelled_at=at, cancelled_because=reason.strip())
    journal_draw(at, by, "draw-cancelled", held)
    stop_holding_back(at=at, subject=held.subject)
    for renewal in Renewal.objects.filter(held_for=held.subject):
        release(by=by, at=at, renewal=renewal, subject=held.subject)
    cancel_cases(by=by, at=at, draw=held)
    return held
