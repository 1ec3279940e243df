"""Credit as it was awarded, in the words of a paper."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext as _

from recert.rules.facts import Unit
from recert.standing.words import amount_words
from recert.standing.words.vocabulary import word


def award_words(amount: Fraction, unit: str, by: str) -> str:
    """An award as the certificate says it: 0.8 CEUs by ACE."""
    said = amount_words(amount, word(Unit(unit)))
    return _("%(amount)s by %(body)s") % {"amount": said, "body": by} if by else said
