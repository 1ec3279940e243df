"""The words of every closed vocabulary of a rulebook, as choices of a form."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from recert.rules import rulebook as r
from recert.rules.amounts import Rounding
from recert.rules.cases import Basis
from recert.standing.words import capital
from recert.standing.words.vocabulary import word
from recert.web.components import audit_facts as audits
from recert.web.components import fee_facts as fees
from recert.web.components import leave_facts as leaves
from recert.web.components.clause_words import AMONG, ENDS, FEES, LAPSED, NEXT, PER

_WORDS: dict[type[StrEnum], Mapping[Any, Promise]] = {
    r.Ends: ENDS,
    r.Per: PER,
    r.For: FEES,
    r.Missed: fees.MISSED,
    r.Among: AMONG,
    r.LapseStatus: LAPSED,
    r.NextCycle: NEXT,
    r.Selection: audits.SELECTION,
    r.Strata: audits.STRATA,
    r.Occasion: audits.OCCASION,
    r.Target: audits.TARGET,
    r.Moment: audits.MOMENT,
    r.Failing: audits.FAILING,
    r.KeptFrom: audits.KEPT_FROM,
    r.Gives: leaves.GIVES,
    r.Unanswered: leaves.UNANSWERED,
    r.Chooser: {
        r.Chooser.FILING: lazy("the day of filing, or the day asked about"),
        r.Chooser.ACTIVITY: lazy("the day an activity was completed"),
        r.Chooser.CYCLE_START: lazy("the first day of the cycle"),
        r.Chooser.CYCLE_END: lazy("the last day of the cycle"),
    },
    r.By: {
        r.By.AWARD: lazy("the credit printed on the certificate"),
        r.By.HOURS: lazy("hours of instruction"),
        r.By.EACH: lazy("so much for each activity"),
        r.By.DAY: lazy("so much for each day"),
        r.By.WEEK: lazy("so much for each whole week"),
        r.By.YEAR: lazy("so much for each year of service"),
        r.By.NOTHING: lazy("worth nothing, and told so"),
    },
    r.Parity: {
        r.Parity.BIRTH_YEAR: lazy("the year of birth"),
        r.Parity.CERTIFIED_YEAR: lazy("the year of certification"),
    },
    r.Months: {
        r.Months.WHOLE: lazy("complete months"),
        r.Months.BEGUN: lazy("a month begun is a month"),
        r.Months.CALENDAR: lazy("every calendar month touched"),
    },
    r.Base: {
        r.Base.COUNTED: lazy("of all that counts"),
        r.Base.REQUIRED: lazy("of the total that is due"),
    },
    r.Each: {
        r.Each.PROVIDER: lazy("for every single provider"),
        r.Each.COURSE: lazy("for every single course"),
    },
    r.Current: {
        r.Current.AT_FILING: lazy("on the day of filing"),
        r.Current.THROUGHOUT: lazy("on every day of the cycle"),
    },
    r.Stage: {
        r.Stage.GRACE: lazy("grace: renew as if in time"),
        r.Stage.LATE: lazy("late: renew on later terms"),
        r.Stage.REINSTATEMENT: lazy("reinstatement: brought back by a rule of its own"),
        r.Stage.CLOSED: lazy("closed: no renewal by filing"),
    },
    Rounding: {
        Rounding.DOWN: lazy("down"),
        Rounding.UP: lazy("up"),
        Rounding.HALF_UP: lazy("to the nearest, halves upwards"),
    },
    Basis: {
        Basis.STATED: lazy("the source gives this very answer"),
        Basis.DERIVED: lazy("it follows from the rule"),
        Basis.OPEN: lazy("the policy does not say"),
    },
}


def choice_word(value: StrEnum) -> str:
    """One word of a vocabulary for the reader; what has no words yet is shown as written."""
    words = _WORDS.get(type(value))
    if words is not None:
        return str(words.get(value, value.replace("-", " ")))
    try:
        return word(value)
    except KeyError:
        return value.replace("-", " ")


def choices_of(vocabulary: type[StrEnum]) -> tuple[tuple[str, str], ...]:
    """A vocabulary as the choices of a form, in its own order."""
    return tuple((value.value, capital(choice_word(value))) for value in vocabulary)
