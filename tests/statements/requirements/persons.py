"""Agents, groups and accounts, wherever a statement may name them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

from tests.statements.requirements.saying import (
    NO_IRI,
    NUMBER,
    THING,
    Case,
    Said,
    around,
    plain,
    within,
)

AGENT_IN: dict[str, Callable[[Said], Said]] = {
    "actor": lambda who: plain(actor=who),
    "authority": lambda who: plain(authority=who),
    "instructor": lambda who: plain(**around(instructor=who)),
    "object": lambda who: plain(object={"objectType": "Agent", **who}),
    "actor within": lambda who: within(actor=who),
    "instructor within": lambda who: within(**around(instructor=who)),
}
GROUP_IN: dict[str, Callable[[Said], Said]] = {
    **AGENT_IN,
    "team": lambda who: plain(**around(team=who)),
    "team within": lambda who: within(**around(team=who)),
}
NAMES: dict[str, Said] = {
    "address": {"mbox": "mailto:kim@example.org"},
    "hashed address": {"mbox_sha1sum": "ebd31e95054c018b10727ccffd2ef2ec3a016ee9"},
    "OpenID": {"openid": "http://id.example.org/kim"},
    "account": {"account": {"homePage": "http://lms.example.org", "name": "kim"}},
}
TWO = [NAMES["address"], {"objectType": "Agent", **NAMES["account"]}]


def account(**more: object) -> Said:
    whole = {"homePage": "http://lms.example.org", "name": "kim", **more}
    return {"account": {name: each for name, each in whole.items() if each is not None}}


WRONG_NAMES: list[tuple[int, str, Said]] = [
    (38, "an address without mailto", {"mbox": "http://example.org"}),
    (38, "an address without @", {"mbox": "mailto:example.org"}),
    (39, "a hash that is an object", {"mbox_sha1sum": THING}),
    (40, "an OpenID that is no IRI", {"openid": NO_IRI}),
    (41, "an account that is a word", {"account": "kim"}),
    (42, "an account without its home page", account(homePage=None)),
    (42, "an account whose home page is no IRI", account(homePage=NO_IRI)),
    (43, "an account without a name", account(name=None)),
    (7, "an account whose name is an object", account(name=THING)),
]
WRONG_AGENTS: list[tuple[int, str, Said]] = [
    (31, "its kind in small letters", {"objectType": "agent", **NAMES["address"]}),
    (32, "an objectType that is a number", {"objectType": NUMBER, **NAMES["address"]}),
    (32, "an objectType that is an object", {"objectType": THING, **NAMES["address"]}),
    (14, "an objectType that is JSON in a text", {"objectType": '"objectType": "Agent"', **TWO[0]}),
    (33, "a name that is a number", {"name": NUMBER, **NAMES["address"]}),
    (33, "a name that is an object", {"name": THING, **NAMES["address"]}),
    (1, "a name that is null", {"name": None, **NAMES["address"]}),
    (34, "nothing to know it by", {"name": "Kim"}),
    (35, "members, which only a group has", {**NAMES["address"], "member": TWO}),
    *WRONG_NAMES,
    *(
        (34, f"{one} and {other}", {**NAMES[one], **NAMES[other]})
        for one, other in combinations(NAMES, 2)
    ),
]
WRONG_GROUPS: list[tuple[int, str, Said]] = [
    (31, "its kind in small letters", {"objectType": "group", "member": TWO}),
    (35, "neither a name nor members", {}),
    (35, "an empty list of members", {"member": []}),
    (36, "members that are an object", {"member": TWO[0]}),
    (36, "a member that is a group", {"member": [{"objectType": "Group", "member": TWO}]}),
    (36, "a member nobody knows", {"member": [{"name": "Kim"}]}),
    *((number, words, {**named, "member": TWO}) for number, words, named in WRONG_NAMES),
    *(
        (37, f"{one} and {other}", {"member": TWO, **NAMES[one], **NAMES[other]})
        for one, other in combinations(NAMES, 2)
    ),
]


def _agents() -> Iterator[Case]:
    for place, put in AGENT_IN.items():
        for kind, named in NAMES.items():
            yield Case(34, f"{place}: an agent by {kind}", put(named), taken=True)
            typed = {"objectType": "Agent", "name": "Kim", **named}
            yield Case(32, f"{place}: an agent that says so, by {kind}", put(typed), taken=True)
        for number, words, agent in WRONG_AGENTS:
            yield Case(number, f"{place}: an agent with {words}", put(agent))


def _groups() -> Iterator[Case]:
    for place, put in GROUP_IN.items():
        nameless = {"objectType": "Group", "member": TWO}
        yield Case(37, f"{place}: a group without a name", put(nameless), taken=True)
        for kind, named in NAMES.items():
            for members in ({}, {"member": TWO}):
                group = {"objectType": "Group", "name": "We", **named, **members}
                words = f"{place}: a group by {kind}{' with members' if members else ''}"
                is_authority = place == "authority"  # which is one agent, or two without a name
                yield Case(24 if is_authority else 37, words, put(group), taken=not is_authority)
        for number, words, more in WRONG_GROUPS:
            yield Case(
                number, f"{place}: a group with {words}", put({"objectType": "Group", **more})
            )


PERSONS: tuple[Case, ...] = (
    *_agents(),
    *_groups(),
    Case(
        98, "one authority in a group", plain(authority={"objectType": "Group", "member": TWO[:1]})
    ),
    Case(
        100,
        "three authorities in a group",
        plain(authority={"objectType": "Group", "member": [*TWO, NAMES["OpenID"]]}),
    ),
    Case(87, "a team that is an agent", plain(**around(team=TWO[0]))),
    Case(87, "a team that is an agent, within", within(**around(team=TWO[0]))),
    Case(65, "an agent as object that does not say so", plain(object=TWO[0])),
    Case(65, "a group as object that does not say so", plain(object={"member": TWO})),
    Case(65, "an agent as object that does not say so, within", within(object=TWO[0])),
    Case(65, "a group as object that does not say so, within", within(object={"member": TWO})),
)
