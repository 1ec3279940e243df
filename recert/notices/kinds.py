"""The kinds of notice there are, in plain words, and which of them may be turned off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise  # the stubs' name for lazy words


@dataclass(frozen=True, slots=True)
class KindOfNotice:
    """A kind of notice: its word in code, its words for people, whether it may be off."""

    code: str
    says: _StrPromise
    optional: bool


KINDS: dict[str, KindOfNotice] = {
    kind.code: kind
    for kind in (
        KindOfNotice("renewal-due", _("A certification is close to its last day"), True),
        KindOfNotice("card-expiring", _("A life-support card is about to expire"), True),
        KindOfNotice("renewal-submitted", _("Your application was received"), True),
        KindOfNotice("renewal-returned", _("Your application came back to you"), False),
        KindOfNotice("fee-set", _("A body set the fee for your application"), False),
        KindOfNotice("renewal-decided", _("Your application was decided"), False),
        KindOfNotice("petition-returned", _("A petition came back to you"), False),
        KindOfNotice("petition-decided", _("A petition was decided"), False),
        KindOfNotice("register-changed", _("A body changed its register about you"), False),
        KindOfNotice("payment-received", _("A payment was received"), False),
        KindOfNotice("enquiry-answered", _("Your question was answered"), False),
        KindOfNotice("policy-changed", _("A body you work for changed its policy"), True),
        KindOfNotice("work-waiting", _("An application waits for your body’s decision"), True),
    )
}

REMIND_BEFORE = (180, 90, 60, 30, 14, 7, 1)
"""How many days before an end we remind, unless the person chose others."""
