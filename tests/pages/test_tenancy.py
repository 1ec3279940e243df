"""Several bodies in one installation, each seeing only its own: every page, query and act.

Fay owns ACTION, so she has every duty there and none at ACSM. What is new and not covered by
the rules below fails here until somebody says why it needs none.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from recert.lib.refusals import NotFound
from recert.people.models import Body, Person
from recert.people.queries import Duty
from recert.renewals.queries import activities_in
from tests.cast import NOW, TODAY, another_body, course, log
from tests.counting import counted
from tests.pages.addresses import PAGES
from tests.pages.test_doors import snapshot
from tests.pages.world import World, client_of, undone

Function = Callable[..., Any]

ROOMS = ("people", "rulebooks", "credentials", "enquiries", "transcript", "standing", "payments",
         "renewals", "verification", "audits", "appeals", "register", "reporting", "catalogue",
         "enrolments", "statements", "completions")  # fmt: skip

BY = ("by", "staff")
SLUG = ("slug", "body_slug")

FOR_ANYBODY = {
    "credentials.actions.answering.answer": "a member answers what the policy asks of them",
    "credentials.actions.declaring.add_certification": "a holder declares what they hold",
    "enquiries.actions.ask": "anybody asks a body a question",
    "people.actions.bodies.register_body": "the command line opens bodies",
    "rulebooks.actions.publishing.publish_edition": "the command line publishes; a desk by drafts",
    "payments.actions.billing.issue_invoice": "an act of the holder's or the body's bills, below",
    "payments.actions.promising.agree_on_parts": "the holder agrees, on an application of theirs",
    "register.merging.clashes.hindrances_at": "what stands against a merge, whose act asks first",
    "catalogue.actions.approvals.apply_for_approval": "a provider's owner applies to a body",
    "appeals.actions.sending.complain": "anybody may complain to a body",
    "people.impartiality.relations_of": "what the one who asks declared of themselves",
    "audits.actions.answering.keep_message": "both sides' acts, which asked, write by it",
}
"""Acts that name a body and somebody, and are not for its staff; and why."""

NOT_A_BODYS_OWN: dict[str, str] = {
    "people.queries.duties_of": "about the person who asks",
    "payments.queries.terms_of": "where nothing is set: what holds then",
    "payments.queries.sold_as": "its own name, for its bills",
    "appeals.queries.practice_of": "where nothing is set: what holds then",
    "reporting.queries.practice.promise_of": "where nothing is set: what holds then",
    "catalogue.approval_queries.approval_terms_of": "where nothing is set: what holds then",
    "standing.queries.body_day": "a day",
}
"""Queries about a body that find something where a body has nothing; and why."""


def functions() -> Iterator[tuple[str, Function]]:
    """Every public function of every room, by its whole name under `recert`."""
    for room in ROOMS:
        home = importlib.import_module(f"recert.{room}")
        for found in pkgutil.walk_packages(home.__path__, f"recert.{room}."):
            if ".migrations" in found.name:
                continue
            module = importlib.import_module(found.name)
            for name, each in vars(module).items():
                if inspect.isfunction(each) and each.__module__ == found.name and name[0] != "_":
                    yield f"{found.name.removeprefix('recert.')}.{name}", each


def parameters(function: Function) -> Mapping[str, inspect.Parameter]:
    return inspect.signature(function).parameters


def is_for_staff(function: Function) -> bool:
    """Whether it names a body, and who asks."""
    taken = parameters(function)
    named = any(name in taken for name in SLUG) or str(
        taken["body"].annotation if "body" in taken else ""
    ).startswith("Body")
    asks = (str(taken[name].annotation) for name in BY if name in taken)
    return named and any(kind.startswith("Person") for kind in asks)


FOR_STAFF = tuple(
    (name, each) for name, each in functions() if is_for_staff(each) and name not in FOR_ANYBODY
)

BY_BODY = tuple(
    (name, each)
    for name, each in functions()
    if "queries." in name
    and {"body", "seller"} & set(parameters(each))
    and not is_for_staff(each)
    and name not in NOT_A_BODYS_OWN
)


def given(parameter: inspect.Parameter, person: Person, body: Body) -> object:
    """Something of the right kind for a parameter that has to be given."""
    kind = str(parameter.annotation)
    if parameter.name in SLUG:
        return body.slug
    for start, value in (
        ("Person", person),
        ("Body", body),
        ("Seller", body),
        ("datetime", NOW),
        ("date", TODAY),
        ("bool", False),
        ("int", 1),
        ("bytes", b"x"),
        ("Sequence[int]", (30,)),
        ("Duty", Duty.ENTER),
        ("str", "x"),
    ):
        if kind.startswith(start):
            return value
    return None


def called(function: Function, person: Person, body: Body) -> object:
    positional, named = [], {}
    for name, each in parameters(function).items():
        if each.default is not inspect.Parameter.empty and name not in SLUG:
            continue
        value = given(each, person, body)
        if each.kind is inspect.Parameter.KEYWORD_ONLY:
            named[name] = value
        else:
            positional.append(value)
    return function(*positional, **named)


@pytest.mark.django_db
def test_whatever_names_a_body_asks_first_whether_one_works_there(world: World) -> None:
    """Asked by a stranger it is not found, and that because the roles were looked at."""
    wrong = {}
    for name, function in FOR_STAFF:
        with counted() as asked:
            try:
                with transaction.atomic():
                    called(function, world.cast.fay, world.cast.acsm)
                    wrong[name] = "it was done"
            except NotFound:
                if not any("people_staffrole" in each["sql"] for each in asked):
                    wrong[name] = "not found, and nobody asked for a role"
            except Exception as error:
                wrong[name] = f"{type(error).__name__} before anybody asked for a role"
    assert wrong == {}
    assert len(FOR_STAFF) > 60


def is_nothing(found: object) -> bool:
    """Whether an answer holds nothing: no row, no name, no number but nought."""
    if isinstance(found, QuerySet):
        return not found.exists()
    if is_dataclass(found):
        return all(is_nothing(getattr(found, each.name)) for each in fields(found))
    if isinstance(found, Mapping):
        return all(is_nothing(each) for each in found.values())
    if isinstance(found, str | bytes):
        return not found
    if isinstance(found, Iterator | list | tuple | set | frozenset):
        return all(is_nothing(each) for each in found)
    return not found


@pytest.mark.django_db
def test_a_body_that_has_nothing_finds_nothing_of_the_others(world: World) -> None:
    """A query by body that forgot to ask whose a row is would show somebody else's here."""
    empty = another_body()
    found = {
        name: repr(answer)[:200]
        for name, function in BY_BODY
        if not is_nothing(answer := called(function, world.cast.fay, empty))
    }
    assert found == {}
    assert len(BY_BODY) > 20


# ---------------------------------------------------------------- pages

DESK = tuple(page for page in PAGES if page.name.startswith("staff:"))

OWN_THINGS = frozenset(
    {
        "staff:letter",
        "staff:letter_look",
        "staff:report",
        "staff:register_export",
        "staff:register_whole",
    }
)
"""Named by a kind or a form, not by anything somebody else's body has."""

OF_ACSM_ALONE = ("Okafor", "Lindqvist", "Whitfield", "Brandt", "Osei", "118860", "99120",
                 "55001", "newcomer@example.org")  # fmt: skip


def elsewhere(page: Any, world: World) -> tuple[str, int]:
    """The page's address at ACTION, with the ids of ACSM; and how many ids that are."""
    slug, *ids = page.args(world)
    assert slug == "acsm"
    return reverse(page.name, args=["action", *ids]), len(ids)


@pytest.mark.django_db
def test_another_bodys_things_are_not_found_at_ones_own_desk(world: World) -> None:
    fay, wrong, before = client_of(world.cast.fay), {}, snapshot()
    for page in DESK:
        at, ids = elsewhere(page, world)
        if not ids or page.name in OWN_THINGS:
            continue
        sent = page.form(world) if page.form else {"x": "y"}
        got = fay.get(at).status_code, fay.post(at, sent).status_code
        if got not in ((404, 404), (405, 404), (404, 405)):
            wrong[page.name] = got
    assert wrong == {}
    assert snapshot() == before


@pytest.mark.django_db
def test_a_desk_says_nothing_of_another_bodys_people(world: World) -> None:
    fay, wrong, looked = client_of(world.cast.fay), {}, 0
    for page in DESK:
        at, ids = elsewhere(page, world)
        if page.get != 200 or (ids and page.name not in OWN_THINGS):
            continue
        with undone():
            answer = fay.get(at)
        shown = b"".join(answer) if answer.streaming else answer.content
        said = [word for word in OF_ACSM_ALONE if word.encode() in shown]
        looked += answer.status_code == 200
        if answer.status_code != 200 or said:
            wrong[page.name] = answer.status_code, said
    assert wrong == {}
    assert looked > 10


@pytest.mark.django_db
def test_a_body_sees_of_a_transcript_what_the_application_rests_on(world: World) -> None:
    """Ada's application to ACTION speaks of its own cycle: not of all she ever did."""
    cast = world.cast
    before = log(cast.ada, course("Years before", date(2019, 5, 5), "3", by="action"))
    log(cast.ada, course("After it was sent", date(2026, 11, 1), "3", by="action"))
    at = f"/staff/action/applications/{world.returned.public_id}"
    page = client_of(cast.fay).get(at).content.decode()
    assert "Functional Training" in page
    for title in ("Years before", "After it was sent", "loose.png"):
        assert title not in page, title
    assert cast.ada_acsm.number not in page
    assert "nasm" not in page.lower()
    assert before not in activities_in(world.returned)
