"""Preparing: whom a draw is about, how many, and where its chance comes from."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from recert.audits.actions.moving import journal_draw, move_draw
from recert.audits.framing import plain_chosen, plain_strata
from recert.audits.models import Draw, DrawState, Moment
from recert.audits.plans import Plan, refusals_of
from recert.audits.policy import order_named
from recert.audits.queries.draws import draw_for_staff
from recert.audits.terms import to_plain
from recert.lib.refusals import Refusal, Refused, refuse_all
from recert.people.models import Body, Person
from recert.people.queries import Duty, body_for_staff
from recert.rules.sampling.seeding import commitment_to


@transaction.atomic
def prepare_draw(*, by: Person, at: datetime, body_slug: str, plan: Plan) -> Draw:
    """Begin a draw. What the clause says is kept to; what it does not say needs a reason."""
    body = body_for_staff(by, body_slug, Duty.DRAW)
    refuse_all(refusals_of(plan, order_named(body, plan.as_of, plan.edition, plan.clause)))
    try:
        with transaction.atomic():
            draw = Draw.objects.create(body=body, prepared_by=by, prepared_at=at, **_columns(plan))
    except IntegrityError:
        raise _title_taken(body) from None
    journal_draw(at, by, "draw-prepared", draw)
    return draw


@transaction.atomic
def change_draw(*, by: Person, at: datetime, body_slug: str, draw_id: str, plan: Plan) -> Draw:
    """Prepare it differently, as long as its list is not frozen."""
    draw = draw_for_staff(by, body_slug, draw_id)
    if plan.moment != draw.moment and draw.is_public:
        raise Refused(
            _("When people are drawn was announced. Cancel this draw and prepare another."),
            "moment",
        )
    refuse_all(refusals_of(plan, order_named(draw.body, plan.as_of, plan.edition, plan.clause)))
    try:
        with transaction.atomic():
            move_draw(draw, (DrawState.PREPARED,), DrawState.PREPARED, **_columns(plan))
    except IntegrityError:
        raise _title_taken(draw.body) from None
    journal_draw(at, by, "draw-changed", draw)
    return draw


def _columns(plan: Plan) -> dict[str, object]:
    return {
        "title": plan.title.strip(),
        "moment": plan.moment,
        "clause": plan.clause,
        "edition": plan.edition,
        "reason": plan.reason.strip(),
        "chosen": plain_chosen(plan.chosen),
        "strata": plain_strata(plan.strata),
        "terms": to_plain(plan.terms),
        "as_of": plan.as_of,
    }


def _title_taken(body: Body) -> Refused:
    sentence = _("%(body)s has another draw with this title, which is published. Choose another.")
    return Refused(sentence % {"body": body.name}, "title")


@transaction.atomic
def name_source(
    *,
    by: Person,
    at: datetime,
    body_slug: str,
    draw_id: str,
    what: str = "",
    when: datetime | None = None,
    how: str = "",
    secret: bool = False,
) -> Draw:
    """Say beforehand where the chance will come from, and publish that.

    Public randomness (`what` it is, `when` it is known, `how` it is written down), a secret
    made now whose commitment is published, or both. Once named it stands: whoever wants
    another cancels the draw, and that is seen.
    """
    draw = draw_for_staff(by, body_slug, draw_id)
    refuse_all(_source_refusals(draw, at, what, when, how, secret))
    if draw.named_at is not None:
        raise Refused(
            _("The source was announced. Cancel this draw, with a reason, to name another.")
        )
    chosen = secrets.token_hex(32) if secret else ""
    named = Draw.objects.filter(pk=draw.pk, state=DrawState.PREPARED, named_at=None).update(
        named_at=at,
        secret=chosen,
        commitment=commitment_to(chosen) if chosen else "",
        source={
            "what": what.strip(),
            "when": when.astimezone(UTC).isoformat(timespec="seconds"),
            "how": how.strip(),
        }
        if when is not None
        else {},
    )
    draw.refresh_from_db()
    if not named:
        raise Refused(_("This draw has moved on. Look at it again."))
    journal_draw(at, by, "draw-source-named", draw, {"commitment": draw.commitment})
    return draw


def _source_refusals(
    draw: Draw, at: datetime, what: str, when: datetime | None, how: str, secret: bool
) -> list[Refusal]:
    given = (bool(what.strip()), when is not None, bool(how.strip()))
    if draw.moment != Moment.AT_ONCE:
        if any(given) or not secret:
            return [Refusal(_("Applications are drawn as they come by a secret alone."), "secret")]
        return []
    if any(given) and not all(given):
        return [
            Refusal(
                _("Of public randomness say what it is, when it is known and how it is written."),
                "what",
            )
        ]
    if not any(given) and not secret:
        return [Refusal(_("Name public randomness, or let a secret be made, or both."), "what")]
    if when is not None and when <= at:
        return [
            Refusal(_("It must not be known before the list is frozen. Name a later one."), "when")
        ]
    return []
