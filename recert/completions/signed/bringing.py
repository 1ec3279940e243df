"""Bringing: somebody hands in a completion of their own that another installation signed.

Believed where a provider here pinned the key, and only for whoever it names: an address they
checked, or a number a body has for them. It goes through the pipeline like every other report.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext as _

from recert.catalogue.models import Source, SourceKind
from recert.completions.deliveries.reading import linked
from recert.completions.lines import Answer, Named
from recert.completions.models import PinnedKey, ReportWay
from recert.completions.receiving import receive
from recert.completions.signed.identities import known_by, names
from recert.completions.signed.pinning import THEIRS
from recert.completions.signed.reading import NotACompletion, SignedCompletion, read_signed
from recert.lib.jws import NotSigned, verify
from recert.lib.refusals import Refused
from recert.people.models import Person


@dataclass(frozen=True, slots=True)
class Brought:
    """What was handed in, for which source, and what became of it."""

    said: SignedCompletion
    source: Source
    answer: Answer


def bring_signed(*, by: Person, at: datetime, token: str) -> Brought:
    """Report what somebody was given elsewhere; the same file again changes nothing.

    Refused where nobody here believes the signature, and where it names somebody else.
    """
    source, said = _believed(token)
    if not names(list(said.identifiers), known_by(by)):
        raise Refused(
            _(
                "It does not name you: none of your checked addresses and of the numbers in your "
                "certifications stands in it. Add the one you had there to your account first."
            ),
            "file",
        )
    once = sha256(f"{said.issuer} {said.completion} {by.public_id}".encode()).hexdigest()
    received = receive(
        by=by,
        at=at,
        provider=source.provider,
        way=ReportWay.SIGNED,
        key=f"signed:{once}",
        lines=[said.line(Named(person=by.public_id), linked(source, said.course))],
        source=source,
        name=said.issuer,
    )
    return Brought(said, source, received.answers[0])


def _believed(token: str) -> tuple[Source, SignedCompletion]:
    """The source that believes it, and what it says."""
    pinned = PinnedKey.objects.filter(
        source__kind=SourceKind.SIGNED, source__closed_at=None, source__provider__closed_at=None
    )
    try:
        signed = verify(token, pinned.values_list("jwk", flat=True))
        said = read_signed(signed)
    except (NotSigned, NotACompletion) as reason:
        raise Refused(
            _("This is not taken: %(reason)s. Hand in the file as it was given to you.")
            % {"reason": reason},
            "file",
        ) from None
    by_this_key = pinned.filter(kid=signed.kid).select_related("source__provider").order_by("id")
    for each in by_this_key:
        if each.source.mapping.get(THEIRS) == said.provider:
            return each.source, said
    raise Refused(
        _("%(provider)s does not take completions from there here. Ask them to.")
        % {"provider": said.provider_name or said.provider},
        "file",
    )
