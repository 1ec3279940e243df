"""For whom the catalogue says what a course is worth: the reader, or a certification they name."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from recert.people.models import Person
from recert.people.queries import body_named
from recert.rulebooks.queries import all_rulebooks
from recert.rules.rulebook import Credential, Rulebook
from recert.standing.filling import Learner, learner_like, learner_of
from recert.standing.words import requirement_name
from recert.web.clock import now
from recert.web.components.naming import certification_letters, credential_label


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose certifications are meant, and what of them a course is to fill."""

    learner: Learner | None
    is_example: bool
    holding: str = ""
    clause: str = ""
    fills: str = ""  # the requirement in words, where one was named


def reader_of(request: HttpRequest, fills: str = "", like: str = "") -> Reader:
    """The reader as they stand today; who holds nothing may name a certification.

    `fills`: a certification's public id, a colon, a clause. `like`: `body:credential:level`.
    """
    at = now(request)
    if isinstance(request.user, Person):
        learner = learner_of(request.user, at)
        if learner.held:
            return _filling(learner, fills)
    body, credential, level = [*like.split(":"), "", ""][:3]
    if any(
        credential == each.id and (level in each.levels or not level)
        for each in _newest_credentials(body)
    ):
        return Reader(learner_like(body_named(body), credential, level, at), is_example=True)
    return Reader(None, is_example=False)


def _filling(learner: Learner, fills: str) -> Reader:
    holding, _colon, clause = fills.partition(":")
    for held in learner.held:
        if held.standing.holding != holding or held.rulebook is None:
            continue
        letters = certification_letters(held.certification, held.rulebook)
        for finding in held.standing.requirements:
            if finding.clause == clause:
                said = f"{letters}: {requirement_name(finding, held.rulebook)}"
                return Reader(learner, False, holding, clause, said)
        return Reader(learner, False, holding, "", letters)
    return Reader(learner, is_example=False)


def _newest_credentials(body: str) -> tuple[Credential, ...]:
    books = all_rulebooks().get(body, ())
    return tuple(books[-1].credentials) if books else ()


def examples_to_choose() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every certification there are rules for, by body, for who is not known here."""
    found = []
    for editions in all_rulebooks().values():
        book = editions[-1]
        found.append((book.name, list(_choices(book))))
    return sorted(found)


def _choices(book: Rulebook) -> list[tuple[str, str]]:
    return [
        (f"{book.body}:{each.id}" + (f":{level}" if level else ""), _named(each, level))
        for each in book.credentials
        for level in each.levels or ("",)
    ]


def _named(credential: Credential, level: str) -> str:
    label = credential_label(credential)
    return (
        _("%(credential)s, %(level)s") % {"credential": label, "level": level} if level else label
    )
