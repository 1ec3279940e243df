"""What to do next about a certification: one step first, perhaps another beside it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from recert.renewals.models import Renewal, State
from recert.renewals.tasks import takes_totals
from recert.rules.findings import Standing, Status, Verdict
from recert.standing.queries import Held

SETTLED = (
    Status.SUSPENDED,
    Status.WITHDRAWN,
    Status.ON_HOLD,
    Status.RETIRED,
    Status.INACTIVE,
    Status.NOT_YET,
)
"""A decision or a date stands before any step of the holder's."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something to press. `post`: it begins something, so it is a form."""

    label: str
    url: str
    post: bool = False


def next_steps(held: Held, renewal: Renewal | None) -> tuple[Step, ...]:
    """The next step and what else can be done, the likeliest first."""
    if renewal is not None:
        return (_in_application(renewal), *_earning(held.standing))
    standing = held.standing
    if standing.status in SETTLED or standing.verdict in (Verdict.CLOSED, Verdict.NOT_COVERED):
        return ()
    steps = _earning(standing)
    if _opens_later(standing):
        return steps
    url = reverse("member:renewal_begin", args=[held.certification.public_id])
    if standing.verdict is not Verdict.SHORT:
        return (Step(_("Renew now"), url, post=True), *steps)
    if takes_totals(standing, held.rulebook):
        return (*steps, Step(_("Renew by declaring totals"), url, post=True))
    return steps


def _opens_later(standing: Standing) -> bool:
    """Whether the body takes no applications yet."""
    opens = standing.cycle.opens if standing.cycle else None
    return opens is not None and standing.as_of < opens


def _in_application(renewal: Renewal) -> Step:
    labels = {
        State.DRAFT: _("Continue your renewal"),
        State.RETURNED: _("Mend what came back"),
        State.SUBMITTED: _("Follow your application"),
    }
    return Step(labels[State(renewal.state)], reverse("member:renewal", args=[renewal.public_id]))


def _earning(standing: Standing) -> tuple[Step, ...]:
    """Logging what was done, or adding a card, where that is what is missing."""
    kinds = {missing.kind for missing in standing.missing}
    steps = []
    if kinds & {"need", "breadth"}:
        steps.append(Step(_("Log an activity"), reverse("member:activity_log")))
    if any(_is_paper(standing, missing.clause) for missing in standing.missing):
        steps.append(Step(_("Add a card"), reverse("member:documents")))
    return tuple(steps)


def _is_paper(standing: Standing, clause: str) -> bool:
    finding = standing.requirement(clause)
    return any("document" in reason.about for reason in finding.reasons)
