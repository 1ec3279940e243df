"""What may happen to enquiries: somebody asks, the body answers, a page is rated."""

from __future__ import annotations

from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from recert.enquiries.models import Enquiry, Feedback, State
from recert.enquiries.queries import enquiry_for_staff
from recert.journal.actions import write
from recert.lib.refusals import Refusal, Refused, refuse_all
from recert.notices.actions import forget_letters, queue_notice
from recert.people.actions import id_of
from recert.people.models import Body, Person
from recert.people.queries import Duty, colleagues
from recert.people.telling import in_words_of, tell

MOST_A_DAY = 5  # questions from one address
MOST_RATINGS_AN_HOUR = 200  # of one page, by everybody
LONGEST = 5000
LONGEST_EMAIL = 254  # of any address there is
KEPT_ANSWERED = relativedelta(years=1)
KEPT_OPEN = relativedelta(years=2)
"""How long a question of somebody without an account is kept: since its answer, or since it was
asked if none came. The form says so; who has an account can have theirs erased any day."""


def rate_page(*, at: datetime, page: str, helpful: bool) -> Feedback | None:
    """Note whether a page helped; a flood of ratings is quietly dropped."""
    lately = Feedback.objects.filter(page=page[:200], at__gt=at - timedelta(hours=1)).count()
    if lately >= MOST_RATINGS_AN_HOUR:
        return None
    return Feedback.objects.create(page=page[:200], helpful=helpful, at=at)


@transaction.atomic
def ask(
    *,
    by: Person | None,
    at: datetime,
    body: Body,
    text: str,
    email: str = "",
    name: str = "",
    page: str = "",
) -> Enquiry:
    """Ask a body something; whoever is not signed in gives an e-mail to answer to.

    The same question again within the day is the one there is.
    """
    email = (by.email if by else email.strip()).lower()
    refuse_all(_problems(text, email))
    Body.objects.select_for_update().get(pk=body.pk)  # two clicks, one question
    lately = Enquiry.objects.filter(email=email, asked_at__gt=at - timedelta(days=1))
    twin = lately.filter(body=body, text=text.strip()).first()
    if twin is not None:
        return twin
    if lately.count() >= MOST_A_DAY:
        raise Refused(_("You have asked five questions today. Ask the rest tomorrow."))
    enquiry = Enquiry.objects.create(
        body=body,
        person=by,
        name=by.name if by else name.strip()[:150],
        email=email,
        text=text.strip(),
        page=page[:200],
        asked_at=at,
    )
    _journal(at, by, "enquiries.asked", enquiry)
    for officer in colleagues(body, Duty.REGISTER):
        tell(
            at=at,
            person=officer,
            kind="work-waiting",
            letter=lambda: (
                _("Somebody asks %(body)s a question") % {"body": body.name},
                _("Sign in to read and answer it."),
            ),
            body_slug=body.slug,
            key=f"enquiry:{enquiry.public_id}:{officer.public_id}",
        )
    return enquiry


def _problems(text: str, email: str) -> list[Refusal]:
    found = []
    if not text.strip():
        found.append(Refusal(_("Write your question."), "text"))
    if len(text) > LONGEST:
        found.append(Refusal(_("Shorten your question to 5,000 letters."), "text"))
    if not _is_address(email):
        sentence = _("Enter the e-mail address to answer to, such as name@example.org.")
        found.append(Refusal(sentence, "email"))
    return found


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return len(email) <= LONGEST_EMAIL


@transaction.atomic
def answer(*, by: Person, at: datetime, body_slug: str, public_id: str, text: str) -> Enquiry:
    """Answer a question; the asker is told by e-mail."""
    enquiry = enquiry_for_staff(by, body_slug, public_id)
    if not text.strip():
        raise Refused(_("Write the answer."), "text")
    moved = Enquiry.objects.filter(pk=enquiry.pk, state=State.OPEN).update(
        state=State.ANSWERED, answer=text.strip(), answered_by=by, answered_at=at
    )
    enquiry.refresh_from_db()
    if not moved:
        raise Refused(_("A colleague has answered this already. Nothing was sent."))
    _journal(at, by, "enquiries.answered", enquiry)
    asker = enquiry.person
    said = in_words_of(
        body_slug,
        "enquiry-answered",
        (asker.name if asker else enquiry.name) or enquiry.email,
        asker.language if asker else settings.LANGUAGE_CODE,
        lambda: (
            _("%(body)s answered your question") % {"body": enquiry.body.name},
            f"{enquiry.answer}\n\n> {enquiry.text}",
        ),
        {},
    )
    queue_notice(
        at=at,
        recipient_id=id_of(enquiry.person),
        email=enquiry.email,
        kind="enquiry-answered",
        subject=said.subject,
        text=said.text,
        html=said.html,
        language=said.language,
        body_slug=enquiry.body.slug,
        key=_letter_key(enquiry),
    )
    return enquiry


def forget_enquiries(*, person: Person) -> None:
    """Delete what a person asked, signed in or by their address alone (on erasure)."""
    signed_out = Q(person=None, email=person.email)
    Enquiry.objects.filter(Q(person=person) | signed_out).delete()


@transaction.atomic
def forget_old_enquiries(*, at: datetime) -> int:
    """Delete what people without an account asked long ago, and the letters that answered it.

    That there was a question, and when it was answered, stays in the journal. Returns how many.
    """
    over = Q(answered_at__lt=at - KEPT_ANSWERED) | Q(answered_at=None, asked_at__lt=at - KEPT_OPEN)
    gone = list(Enquiry.objects.filter(over, person=None).select_related("body"))
    for enquiry in gone:
        _journal(at, None, "enquiries.forgotten", enquiry)
    forget_letters(keys=[_letter_key(enquiry) for enquiry in gone])
    Enquiry.objects.filter(pk__in=[enquiry.pk for enquiry in gone]).delete()
    return len(gone)


def _letter_key(enquiry: Enquiry) -> str:
    return f"enquiry:{enquiry.public_id}:answered"


def _journal(at: datetime, by: Person | None, code: str, enquiry: Enquiry) -> None:
    write(
        at=at,
        by=id_of(by),
        code=code,
        subject=f"enquiry:{enquiry.public_id}",
        body=enquiry.body.slug,
        person=id_of(enquiry.person),
    )
