"""Faults: what is wrong, at which place of a statement, and going through what an object has."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Check = Callable[[object, str], object]
"""Raises `Fault` unless the value at a place is as it must be."""


class Fault(Exception):
    """Something is not as xAPI 1.0.3 says. `place` is a path: `actor.account.homePage`."""

    def __init__(self, place: str, rule: str) -> None:
        self.place, self.rule = place, rule
        super().__init__(f"{place or 'statement'}: {rule}")


def an_object(value: object, place: str) -> dict[str, object]:
    """The value, which must be a JSON object."""
    if not isinstance(value, dict):
        raise Fault(place, "must be an object")
    return value


def a_list(value: object, place: str) -> list[object]:
    """The value, which must be a JSON array."""
    if not isinstance(value, list):
        raise Fault(place, "must be an array")
    return value


def a_text(value: object, place: str) -> str:
    """The value, which must be a string."""
    if not isinstance(value, str):
        raise Fault(place, "must be a string")
    return value


def a_truth(value: object, place: str) -> bool:
    """The value, which must be true or false."""
    if not isinstance(value, bool):
        raise Fault(place, "must be true or false")
    return value


def go_through(
    value: object, place: str, known: Mapping[str, Check], needed: tuple[str, ...] = ()
) -> dict[str, object]:
    """Check an object by its properties: none unknown, none needed missing, each as it must be."""
    found = an_object(value, place)
    for name in needed:
        if name not in found:
            raise Fault(under(place, name), "is missing")
    for name, each in found.items():
        if name not in known:
            raise Fault(under(place, name), "is not a property xAPI knows here")
        known[name](each, under(place, name))
    return found


def under(place: str, name: str) -> str:
    """The place of a property."""
    return f"{place}.{name}" if place else name


def each_of(check: Check) -> Check:
    """Check an array by each of what is in it."""

    def check_all(value: object, place: str) -> None:
        for number, each in enumerate(a_list(value, place)):
            check(each, f"{place}[{number}]")

    return check_all


def one_of(*allowed: str) -> Check:
    """Check that it is one of these words, letter for letter."""

    def check(value: object, place: str) -> None:
        if value not in allowed or not isinstance(value, str):
            raise Fault(place, f"must be one of {', '.join(allowed)}")

    return check
