"""What proves an activity, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from recert.rules.auditing import Proving
from recert.standing.words import either
from recert.standing.words.vocabulary import words_of


def proof_words(proof: Proving | None) -> str:
    """What is asked for an activity; what never proves it; that the policy does not say."""
    parts = []
    if proof is not None and proof.accepted:
        parts.append(either(words_of(proof.accepted)))
    if proof is not None and proof.shows:
        parts.append(_("It shows: %(what)s") % {"what": proof.shows})
    if proof is not None and proof.refused:
        parts.append(_("Never: %(what)s") % {"what": either(words_of(proof.refused))})
    return ". ".join(parts) or _("The policy does not say what proves this.")
