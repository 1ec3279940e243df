"""How the cases of a draw go, as rows of words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from recert.audits.terms import Terms
from recert.rules.rulebook import Length
from recert.web.components.conditions import length_words
from recert.web.components.draw_words import FAILING
from recert.web.components.lists import Row


def going_rows(terms: Terms) -> list[Row]:
    """What holders and reviewers are held to; what nobody has said is left out."""
    answer = length_words(terms.answer)
    if terms.working_days:
        answer = _("%(time)s, in working days") % {"time": answer}
    lengths: list[tuple[str, Length | None]] = [
        (_("More time, at most"), terms.extend),
        (_("Put off, at most"), terms.defer),
        (_("Time to review"), terms.review),
        (_("Time to replace credit"), terms.replace_within),
        (_("Time to put it right"), terms.cure),
        (_("Time to appeal"), terms.appeal),
    ]
    rows = [Row(label=_("Time to answer"), value=answer)]
    rows += [Row(label=label, value=length_words(each)) for label, each in lengths if each]
    if terms.failing:
        rows.append(Row(label=_("Failing leads to"), value=FAILING[terms.failing]))
    said = [
        (terms.stops_clock, _("the clock stops while something is asked for again")),
        (terms.waits, _("an application waits until its audit is closed")),
        (terms.second, _("one person reviews, another decides")),
        (terms.separate, _("whoever approved the renewal does neither")),
        (not terms.replace, _("credit that is not accepted cannot be replaced")),
    ]
    also = [words for holds, words in said if holds]
    if also:
        rows.append(Row(label=_("Also"), value="; ".join(also)))
    return rows
