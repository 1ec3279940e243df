"""Drafting: what completing an edition is, as a neutral fact with the credit bodies approved.

What a body approved is an award of its own unit in its own name; every rulebook then reads the
same fact. Where a body approved the provider's courses as such, its hours within the scope are
that award. Loaded for many editions by `approvals_on`, so that a page of courses takes as many
queries as one course.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from django.db.models import Q

from recert.catalogue.approval_queries import Suspended, suspended_between
from recert.catalogue.models import APPROVED, CourseApproval, CourseEdition, ProviderApproval
from recert.rules import facts
from recert.rules.amounts import from_grains
from recert.rules.measuring import share_about

AN_HOUR = 60
"""Minutes of instruction in the hour that an approval of a provider speaks of."""


def approvals_on(editions: Iterable[CourseEdition], on: date) -> dict[int, list[CourseApproval]]:
    """The approvals of these editions that speak on a day, by the edition's row; four queries.

    What follows from an approval of the provider stands among them, as a row that was never
    saved; an approval of the edition itself by the same body goes before it. While a body
    suspends a provider nothing of its credit is given there.
    """
    found = approvals_by_day((edition, on) for edition in editions)
    return {pk: speaking for (pk, _on), speaking in found.items()}


def approvals_by_day(
    taught: Iterable[tuple[CourseEdition, date]],
) -> dict[tuple[int, date], list[CourseApproval]]:
    """The same of editions each on a day of its own, by row and day; four queries."""
    pairs = {(edition.pk, on): edition for edition, on in taught}
    if not pairs:
        return {}
    rows = {edition.pk: edition for edition in pairs.values()}
    first, last = min(on for _, on in pairs), max(on for _, on in pairs)
    taught_by = dict(
        CourseEdition.objects.filter(pk__in=rows).values_list("pk", "course__provider_id")
    )
    suspended = suspended_between(taught_by.values(), first, last)
    own = _own_approvals(rows, first, last)
    given = _to_providers(taught_by.values(), first, last)
    return {
        (pk, on): _speaking(edition, taught_by[pk], on, own[pk], given[taught_by[pk]], suspended)
        for (pk, on), edition in pairs.items()
    }


def _speaking(
    edition: CourseEdition,
    provider: int,
    on: date,
    own: Sequence[CourseApproval],
    given: Sequence[ProviderApproval],
    suspended: Sequence[Suspended],
) -> list[CourseApproval]:
    """Of what was given for an edition and its provider, what speaks on the day."""
    over = [each for each in suspended if each.lies_over(on)]
    apart = {each.body for each in over if each.provider == provider}
    silent = {each.approval for each in over}
    found = [each for each in own if _runs(each, on) and each.body_id not in apart]
    newest = {each.body_id: each for each in given if _runs(each, on) and each.pk not in silent}
    has = {each.body_id for each in found}
    for body, of_provider in newest.items():
        follows = following(of_provider, edition)
        if follows is not None and body not in has:
            found.append(follows)
    return sorted(found, key=lambda each: (each.body.slug, each.pk or 0))


def _runs(approval: CourseApproval | ProviderApproval, on: date) -> bool:
    assert approval.since is not None  # what was approved says from when
    last = min(filter(None, (approval.until, approval.ended_on)), default=date.max)
    return approval.since <= on <= last


def _between(first: date, last: date) -> Q:
    """What may speak on one of these days at least."""
    return (
        (Q(until=None) | Q(until__gte=first))
        & (Q(ended_on=None) | Q(ended_on__gte=first))
        & Q(since__lte=last, state=APPROVED)
    )


def _own_approvals(
    rows: Iterable[int], first: date, last: date
) -> Mapping[int, list[CourseApproval]]:
    found: dict[int, list[CourseApproval]] = defaultdict(list)
    asked = CourseApproval.objects.filter(_between(first, last), edition__in=list(rows))
    for approval in asked.select_related("body"):
        found[approval.edition_id].append(approval)
    return found


def _to_providers(
    provider_ids: Iterable[int], first: date, last: date
) -> Mapping[int, list[ProviderApproval]]:
    """What speaks for these providers, the newest decision last."""
    found: dict[int, list[ProviderApproval]] = defaultdict(list)
    asked = ProviderApproval.objects.filter(
        _between(first, last), provider__in=set(provider_ids)
    ).select_related("body")
    for approval in asked.order_by("decided_at", "id"):
        found[approval.provider_id].append(approval)
    return found


def following(approval: ProviderApproval, edition: CourseEdition) -> CourseApproval | None:
    """What an approval of a provider gives for an edition, not saved; None where nothing.

    Its hours of instruction, as far as they are about what was approved, times what an hour
    earns, in whole grains, and no more than one course may earn.
    """
    if not approval.approves_courses or not approval.hour_grains or edition.minutes is None:
        return None
    if approval.deliveries and edition.delivery not in approval.deliveries:
        return None
    share = share_of_scope(approval, edition)
    grains = int(share * edition.minutes * approval.hour_grains / AN_HOUR)
    if approval.most_grains is not None:
        grains = min(grains, approval.most_grains)
    if not grains:
        return None
    return CourseApproval(
        edition=edition,
        body=approval.body,
        state=APPROVED,
        number=approval.number,
        since=approval.since,
        until=approval.until,
        ended_on=approval.ended_on,
        amount_grains=grains,
        unit=approval.unit,
        in_part=approval.in_part,
        least_minutes=approval.least_minutes,
        entered_at=approval.entered_at,
    )


def share_of_scope(approval: ProviderApproval, edition: CourseEdition) -> Fraction:
    """How much of an edition is about what a provider was approved for; all where all is."""
    if not approval.topics:
        return Fraction(1)
    taught = facts.Activity(
        id="",
        title=edition.title,
        kind=facts.Kind(edition.kind),
        completed=edition.since,
        topics=_topics(edition.topics),
        parts=_parts(edition),
    )
    return share_about(taught, _topics(approval.topics))


def _topics(named: Iterable[str]) -> frozenset[facts.Topic]:
    return frozenset(facts.Topic(topic) for topic in named)


def _parts(edition: CourseEdition) -> tuple[facts.Part, ...]:
    return tuple(
        facts.Part(share=Fraction(part["share"]), topics=_topics(part["topics"]))
        for part in edition.parts
    )


def draft_of(
    edition: CourseEdition, provider: str, completed: date, approvals: Iterable[CourseApproval]
) -> facts.Activity:
    """What somebody did who completed the edition on that day; `provider` is the slug."""
    return facts.Activity(
        id="",
        title=edition.title,
        kind=facts.Kind(edition.kind),
        completed=completed,
        delivery=facts.Delivery(edition.delivery),
        provider=provider,
        awards=tuple(
            facts.Award(
                amount=from_grains(approval.amount_grains),
                unit=facts.Unit(approval.unit),
                by=approval.body.slug,
                number=approval.number,
            )
            for approval in approvals
            if approval.amount_grains is not None
        ),
        minutes=edition.minutes,
        topics=_topics(edition.topics),
        parts=_parts(edition),
        assessed=edition.assessed,
        passed=True if edition.assessed else None,
        course=f"{provider}:{edition.course.number}",
        cards=frozenset(facts.DocumentKind(card) for card in edition.cards),
        card_months=edition.card_months,
        reported_by=facts.Reporter.PROVIDER,
    )
