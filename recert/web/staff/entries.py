"""Activities for the reviewer: what was done, what it came to, and what proves it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from recert.rules.amounts import from_grains, show
from recert.rules.facts import Delivery, Kind, Reporter, Topic, Unit
from recert.rules.findings import ActivityFinding, Code
from recert.rules.rulebook import Rulebook
from recert.standing.words import capital, reason_sentence, verdict_of_activity
from recert.standing.words.vocabulary import word, words_of
from recert.transcript.models import Activity, Award

ORIGINS: dict[Reporter, Promise] = {
    Reporter.SELF: lazy("told by the applicant"),
    Reporter.PROVIDER: lazy("reported by the provider"),
    Reporter.BODY: lazy("reported by a certification body"),
    Reporter.CREDENTIAL: lazy("from a signed credential"),
}

UNREMARKABLE = {Code.COUNTED}
"""What the sum beside it says already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One activity on the page, with what the law makes of it."""

    activity: Activity
    about: str
    held_by: str
    awarded: tuple[str, ...]
    origin: str
    counted: str
    verdict: str
    reasons: tuple[str, ...]
    is_to_judge: bool
    is_changed: bool  # since the application was sent


def entry_of(
    activity: Activity, finding: ActivityFinding | None, rulebook: Rulebook | None
) -> Entry:
    """One activity made ready for the page. Prefetch awards and evidence for many."""
    return Entry(
        activity=activity,
        about=about(activity),
        held_by=activity.provider_name or activity.provider.upper(),
        awarded=tuple(_award(award) for award in activity.awards.all()),
        origin=str(ORIGINS[Reporter(activity.reported_by)]),
        counted=show(finding.counted) if finding else "",
        verdict=verdict_of_activity(finding, rulebook) if finding and rulebook else "",
        reasons=_reasons(finding, rulebook) if finding and rulebook else (),
        is_to_judge=_is_to_judge(finding),
        is_changed=not activity.is_standing,
    )


def about(activity: Activity) -> str:
    """Kind, delivery and topics in one line."""
    parts = [word(Kind(activity.kind))]
    if activity.delivery:
        parts.append(word(Delivery(activity.delivery)))
    parts += words_of(Topic(topic) for topic in activity.topics)
    return capital(", ".join(parts))


def _award(award: Award) -> str:
    shown = f"{show(from_grains(award.amount_grains))} {word(Unit(award.unit))}"
    return f"{shown} ({award.by.upper()})" if award.by else shown


def _reasons(finding: ActivityFinding, rulebook: Rulebook) -> tuple[str, ...]:
    return tuple(
        reason_sentence(reason, rulebook)
        for reason in finding.reasons
        if reason.code not in UNREMARKABLE
    )


def _is_to_judge(finding: ActivityFinding | None) -> bool:
    return finding is not None and any(
        reason.code in (Code.NEEDS_PERSON, Code.SILENT) for reason in finding.reasons
    )
