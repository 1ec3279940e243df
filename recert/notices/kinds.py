"""The kinds of notice there are, in plain words, and which of them may be turned off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from recert.notices.placeholders import (
    ACTIVITY,
    ALWAYS,
    AMOUNT,
    CARD,
    CREDENTIAL,
    DAYS_LEFT,
    INVOICE,
    LAST_DAY,
    Placeholder,
)

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise  # the stubs' name for lazy words


@dataclass(frozen=True, slots=True)
class KindOfNotice:
    """A kind of notice: its word in code, its words for people, whether it may be off.

    `tells` is what, besides `ALWAYS`, whoever tells of it must give as `values`, so that a
    body's own words can name it.
    """

    code: str
    says: _StrPromise
    optional: bool
    tells: tuple[Placeholder, ...] = ()

    @property
    def placeholders(self) -> tuple[Placeholder, ...]:
        """All that a body's own words for this kind may leave open."""
        return (*ALWAYS, *self.tells)


KINDS: dict[str, KindOfNotice] = {
    kind.code: kind
    for kind in (
        KindOfNotice(
            "renewal-due",
            _("A certification is close to its last day"),
            True,
            (CREDENTIAL, LAST_DAY, DAYS_LEFT),
        ),
        KindOfNotice(
            "card-expiring",
            _("A life-support card is about to expire"),
            True,
            (CARD, LAST_DAY, DAYS_LEFT),
        ),
        KindOfNotice("renewal-submitted", _("Your application was received"), True, (CREDENTIAL,)),
        KindOfNotice(
            "renewal-returned", _("Your application came back to you"), False, (CREDENTIAL,)
        ),
        KindOfNotice("fee-set", _("A body set the fee for your application"), False, (CREDENTIAL,)),
        KindOfNotice("renewal-decided", _("Your application was decided"), False),
        KindOfNotice("petition-returned", _("A petition came back to you"), False, (ACTIVITY,)),
        KindOfNotice("petition-decided", _("A petition was decided"), False, (ACTIVITY,)),
        KindOfNotice("claim-record", _("A body keeps your certification here"), False),
        KindOfNotice("register-changed", _("A body changed its register about you"), False),
        KindOfNotice("leave-decided", _("Your request for leave was decided"), False),
        KindOfNotice("body-letter", _("A body wrote to many of its people"), True),
        KindOfNotice("payment-received", _("A payment was received"), False, (AMOUNT, INVOICE)),
        KindOfNotice("payment-returned", _("Money goes back to you"), False),
        KindOfNotice("part-missed", _("A part of a fee is overdue"), False),
        KindOfNotice("money-waiting", _("A payment waits for your body’s decision"), True),
        KindOfNotice("enquiry-answered", _("Your question was answered"), False),
        KindOfNotice("policy-changed", _("A body you work for changed its policy"), True),
        KindOfNotice("audit-notice", _("You are asked to prove what you declared"), False),
        KindOfNotice("audit-due", _("The answer to an audit is due soon, or overdue"), False),
        KindOfNotice("audit-news", _("Something happened in an audit of yours"), False),
        KindOfNotice("audit-decided", _("An audit of yours was decided"), False),
        KindOfNotice("appeal-received", _("Your appeal or complaint was received"), False),
        KindOfNotice("appeal-news", _("A body wrote about your appeal or complaint"), False),
        KindOfNotice("appeal-decided", _("Your appeal or complaint was decided"), False),
        KindOfNotice("work-waiting", _("An application waits for your body’s decision"), True),
        KindOfNotice("credit-reported", _("A provider reported what you completed"), True),
        KindOfNotice(
            "credit-corrected", _("What a provider reported was corrected or taken back"), False
        ),
        KindOfNotice("dispute-news", _("Something happened about credit you missed"), False),
        KindOfNotice("dispute-waiting", _("Somebody says that credit is missing or wrong"), False),
        KindOfNotice("digest", _("What waits at your body, in one letter"), False),
        KindOfNotice("address-check", _("Whether letters reach you again"), False),
        KindOfNotice("letter-test", _("A letter of your body, sent for you to look at"), False),
        KindOfNotice("invitation", _("You are invited to a desk"), False),
        KindOfNotice("provider-team", _("You work at a provider now"), False),
        KindOfNotice("provider-approval", _("A body wrote about a provider’s approval"), False),
        KindOfNotice("course-approval", _("A body wrote about approving a course"), False),
        KindOfNotice("class-news", _("Something about your place in a class"), False),
        KindOfNotice("class-reminder", _("A class of yours is tomorrow"), True),
        KindOfNotice("approval-ending", _("An approval of a provider is about to end"), True),
    )
}

OURS = frozenset(
    {
        *("card-expiring", "digest", "address-check", "letter-test", "invitation"),
        *("provider-team", "class-news", "class-reminder"),
    }
)
"""The kinds that recert itself tells."""

LETTERS: tuple[str, ...] = tuple(code for code in KINDS if code not in OURS)
"""The kinds a body may put into its own words."""

REMIND_BEFORE = (180, 90, 60, 30, 14, 7, 1)
"""How many days before an end we remind, unless the person chose others."""
