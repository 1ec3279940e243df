"""Words: findings put into sentences, in the reader's language, without a database.

A page asks `headline` first, then `requirement_sentence` and `reason_sentence` for what
stands under it. Every function takes the edition that the finding came from.
"""

from recert.standing.words.plainly import (
    amount_words,
    away,
    capital,
    day_words,
    either,
    id_words,
    in_days,
    join,
    money_words,
    name_of_credential,
    need_name,
)
from recert.standing.words.reasons import reason_sentence, verdict_of_activity
from recert.standing.words.requirements import requirement_name, requirement_sentence
from recert.standing.words.standings import (
    assumption,
    fee_sentence,
    headline,
    missing_words,
    route_sentence,
    status_words,
)

__all__ = [
    "amount_words",
    "assumption",
    "away",
    "capital",
    "day_words",
    "either",
    "fee_sentence",
    "headline",
    "id_words",
    "in_days",
    "join",
    "missing_words",
    "money_words",
    "name_of_credential",
    "need_name",
    "reason_sentence",
    "requirement_name",
    "requirement_sentence",
    "route_sentence",
    "status_words",
    "verdict_of_activity",
]
