"""Letters about disputes: to the provider, to whoever asked, and to bodies when it is overdue."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from recert.catalogue.models import ProviderStaff
from recert.catalogue.queries import PROVIDER_MAY, ProviderDuty
from recert.completions.models import Dispute, DisputeKind, DisputeState
from recert.people.models import Body, Person
from recert.people.queries import Duty
from recert.people.telling import Letter, tell
from recert.people.telling_many import tell_colleagues
from recert.standing.words import day_words


def tell_provider(dispute: Dispute, *, at: datetime) -> None:
    """Tell those who report for the provider that somebody waits for an answer, and until when."""

    def words() -> tuple[str, str]:
        said = _said(dispute)
        subject = (
            _("Somebody says that credit for “%(course)s” is missing")
            if dispute.kind == DisputeKind.MISSING
            else _("Somebody says that credit for “%(course)s” is wrong")
        )
        text = _("Answer by %(day)s: sign in and open it at your desk.")
        return subject % said, text % said

    _to_provider(dispute, words, "opened", at)


def tell_overdue(dispute: Dispute, bodies: Iterable[Body], *, at: datetime) -> None:
    """Tell the provider and the bodies concerned that the day to answer has passed."""

    def words() -> tuple[str, str]:
        said = _said(dispute)
        return (
            _("Credit for “%(course)s” is still in dispute") % said,
            _("%(provider)s should have answered by %(day)s. Sign in to look at it.") % said,
        )

    _to_provider(dispute, words, "overdue", at)
    for body in bodies:
        tell_colleagues(
            at=at,
            body=body,
            duty=Duty.REVIEW,
            letter=words,
            key=f"{dispute.subject}:overdue:{body.slug}",
            but=dispute.person_id,
        )


def tell_person(dispute: Dispute, *, at: datetime) -> None:
    """Tell whoever asked what came of it."""

    def words() -> tuple[str, str]:
        said = _said(dispute)
        if dispute.state == DisputeState.SETTLED:
            subject = _("%(provider)s put “%(course)s” right")
            text = _("Open your transcript to see it.")
        else:
            subject = _("%(provider)s does not agree about “%(course)s”")
            text = _(
                "What you logged yourself stays in your transcript as your own word. A body whose "
                "certification you hold sees the answer too, and decides for itself."
            )
        return subject % said, "\n\n".join(filter(None, (text, dispute.answer)))

    tell(
        at=at,
        person=dispute.person,
        kind="dispute-news",
        letter=words,
        key=f"{dispute.subject}:{dispute.state}",
    )


def _said(dispute: Dispute) -> dict[str, str]:
    return {
        "course": dispute.course.title,
        "provider": dispute.provider.name,
        "day": day_words(dispute.due_on),
    }


def _to_provider(dispute: Dispute, words: Letter, what: str, at: datetime) -> None:
    for person in reporters_of(dispute):
        tell(
            at=at,
            person=person,
            kind="dispute-waiting",
            letter=words,
            key=f"{dispute.subject}:{what}:{person.public_id}",
        )


def reporters_of(dispute: Dispute) -> list[Person]:
    """Those who may answer for the provider, but for whoever asked."""
    roles = ProviderStaff.objects.filter(
        provider=dispute.provider,
        role__in=PROVIDER_MAY[ProviderDuty.COURSES],
        person__is_active=True,
    ).exclude(person=dispute.person)
    return [each.person for each in roles.select_related("person")]
