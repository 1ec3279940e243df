"""How an action says no: sentences that say what, where and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404


@dataclass(frozen=True, slots=True)
class Refusal:
    """One sentence, and the field it is about (empty: the whole)."""

    sentence: str
    field: str = ""


class Refused(Exception):
    """Nothing was done, for these reasons. All of them are told at once."""

    def __init__(self, refusals: str | Iterable[Refusal], field: str = "") -> None:
        """Refuse with one sentence (about `field`) or with several refusals."""
        if isinstance(refusals, str):
            refusals = (Refusal(refusals, field),)
        self.refusals: tuple[Refusal, ...] = tuple(refusals)
        super().__init__(" ".join(each.sentence for each in self.refusals))

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences alone."""
        return tuple(each.sentence for each in self.refusals)


class NotFound(Http404):
    """There is none such, or it is not yours to see: the two must look alike.

    It is Django's own 404 so that a desk that forgets to catch it still answers rightly.
    """


def refuse_all(refusals: Iterable[Refusal]) -> None:
    """Raise `Refused` if there is anything to refuse."""
    found = tuple(refusals)
    if found:
        raise Refused(found)
