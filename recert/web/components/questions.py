"""Questions that rulebooks ask about a person, with their answers, in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from recert.credentials.models import Certification
from recert.credentials.queries import answers_of, questions_of
from recert.rules.rulebook import Asked
from recert.standing.words import capital
from recert.web.components.lists import Row


def question_words(name: str, asked: Asked) -> str:
    """What is asked; the rulebook's own sentence, but for the birthday, which none writes."""
    born = {
        "birth-month": _("In which month were you born?"),
        "birth-year": _("Were you born in an odd or an even year?"),
    }
    return asked.says or born[name]


def answer_words(name: str, answer: str) -> str:
    """One of the answers as the reader sees it."""
    if name == "birth-month":
        return str(MONTHS[int(answer)])
    said = {
        "yes": _("Yes"),
        "no": _("No"),
        "odd": _("Odd"),
        "even": _("Even"),
    }
    first, _dash, last = answer.partition("-")
    if len(first) == len(last) == 1:
        return _("%(first)s to %(last)s") % {"first": first.upper(), "last": last.upper()}
    return said.get(answer) or capital(answer.replace("-", " "))


def answered_rows(certification: Certification) -> list[Row]:
    """What its holder answered to the body, to be read: for staff."""
    asked = questions_of(certification.body.slug)
    given = answers_of(certification.person, certification.body.slug)
    return _rows(asked, given)


def _rows(asked: Mapping[str, Asked], given: Mapping[str, str]) -> list[Row]:
    return [
        Row(label=question_words(name, asked[name]), value=answer_words(name, value))
        for name, value in sorted(given.items())
        if name in asked
    ]
