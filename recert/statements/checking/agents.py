"""Agents: somebody, named in exactly one way, and groups of them."""

from __future__ import annotations

from recert.statements.called import name_of
from recert.statements.checking.faults import Fault, a_list, a_text, an_object, go_through, one_of
from recert.statements.checking.forms import check_address, check_link, check_sha1
from recert.statements.models import MOST_ACTOR


def _check_account(value: object, place: str) -> None:
    go_through(value, place, {"homePage": check_link, "name": a_text}, ("homePage", "name"))


_NAMES = {
    "mbox": check_address,
    "mbox_sha1sum": check_sha1,
    "openid": check_link,
    "account": _check_account,
}


def check_agent(value: object, place: str) -> None:
    """Check an agent: an address, its hash, an OpenID or an account, and only one of them."""
    go_through(value, place, {"objectType": one_of("Agent"), "name": a_text, **_NAMES})
    _check_named(an_object(value, place), place)


def check_group(value: object, place: str) -> None:
    """Check a group: named like an agent, or without a name by its members."""
    found = go_through(
        value,
        place,
        {"objectType": one_of("Group"), "name": a_text, "member": _check_members, **_NAMES},
        ("objectType",),
    )
    if any(name in found for name in _NAMES):
        _check_named(found, place)
    elif not found.get("member"):
        raise Fault(place, "is a group without a name of its own and must have members")


def check_agent_or_group(value: object, place: str) -> None:
    """Check whichever of the two it says it is; an agent where it does not say."""
    if an_object(value, place).get("objectType") == "Group":
        check_group(value, place)
    else:
        check_agent(value, place)


def check_authority(value: object, place: str) -> None:
    """Check an authority: an agent, or a nameless group of exactly two."""
    check_agent_or_group(value, place)
    found = an_object(value, place)
    if found.get("objectType") == "Group" and (
        any(name in found for name in _NAMES) or len(a_list(found["member"], place)) != 2
    ):
        raise Fault(place, "is a group and must be two agents without a name of its own")


def _check_members(value: object, place: str) -> None:
    for number, member in enumerate(a_list(value, place)):
        check_agent(member, f"{place}[{number}]")


def _check_named(found: dict[str, object], place: str) -> None:
    given = [name for name in _NAMES if name in found]
    if len(given) != 1:
        raise Fault(place, f"must have exactly one of {', '.join(_NAMES)}")
    if len(name_of(found)) > MOST_ACTOR:
        raise Fault(place, f"may be named with {MOST_ACTOR} letters here")
