"""Several providers in one installation: each sees only its own, and each role its own pages."""

from __future__ import annotations

from django.db import transaction
from django.urls import resolve, reverse

from recert.catalogue.models import ProviderRole
from recert.catalogue.queries import PROVIDER_MAY, ProviderDuty
from recert.lib.refusals import NotFound
from recert.people.models import Body, Person
from tests.cast import NOW
from tests.counting import counted
from tests.pages.addresses import PAGES
from tests.pages.addresses.page import Page
from tests.pages.test_doors import snapshot
from tests.pages.test_tenancy import Function, functions, given, parameters
from tests.pages.world import World, client_of, undone

DESK = tuple(
    page for page in PAGES if page.name.startswith("provider:") and page.name != "provider:open"
)
ROLES = {"nia": ProviderRole.OWNER, "oto": ProviderRole.COORDINATOR, "pia": ProviderRole.INSTRUCTOR}

OF_THE_LAB_ALONE = ("Adeyemi", "Sakai", "Lund", "newcomer@lab.example")

FOR_STAFF = tuple(
    (name, each)
    for name, each in functions()
    if "provider_slug" in parameters(each) and "by" in parameters(each)
)


OWN_THINGS = frozenset({"provider:approval_apply"})
"""Named by a body, not by anything another provider has."""


def duty_of(page: Page, world: World) -> ProviderDuty:
    """The duty the page's own door asks for."""
    duty = getattr(resolve(page.at(world)).func, "provider_duty", None)
    assert isinstance(duty, ProviderDuty), f"{page.name} has no `desk_for_provider` at its door"
    return duty


def test_every_address_of_the_desk_is_for_the_roles_of_its_duty(world: World) -> None:
    wrong = {}
    for page in DESK:
        allowed = {who for who, role in ROLES.items() if role in PROVIDER_MAY[duty_of(page, world)]}
        if page.sees != allowed:
            wrong[page.name] = sorted(page.sees), sorted(allowed)
    assert wrong == {}


def elsewhere(page: Page, world: World) -> tuple[str, int]:
    """The page's address at ACSM's own provider, with Movement Lab's ids; and how many."""
    slug, *ids = page.args(world)
    assert slug == "movement-lab", page.name
    return reverse(page.name, args=["acsm", *ids]), len(ids)


def test_another_providers_things_are_not_found_at_ones_own_desk(world: World) -> None:
    hal, wrong, before = client_of(world.cast.hal), {}, snapshot()
    for page in DESK:
        at, ids = elsewhere(page, world)
        if not ids or page.name in OWN_THINGS:
            continue
        sent = page.form(world) if page.form else {"x": "y"}
        got = hal.get(at).status_code, hal.post(at, sent).status_code
        if got not in ((404, 404), (405, 404), (404, 405)):
            wrong[page.name] = got
    assert wrong == {}
    assert snapshot() == before


def test_a_desk_says_nothing_of_another_providers_people(world: World) -> None:
    hal, wrong, looked = client_of(world.cast.hal), {}, 0
    for page in DESK:
        at, ids = elsewhere(page, world)
        if page.get != 200 or ids:
            continue
        with undone():
            answer = hal.get(at)
        shown = b"".join(answer) if answer.streaming else answer.content
        said = [word for word in OF_THE_LAB_ALONE if word.encode() in shown]
        looked += answer.status_code == 200
        if answer.status_code != 200 or said:
            wrong[page.name] = answer.status_code, said
    assert wrong == {}
    assert looked > 2


def called(function: Function, person: Person, body: Body) -> object:
    """Call an act of a provider's staff at Movement Lab with something of each right kind."""
    told = {
        name: "movement-lab" if name == "provider_slug" else given(each, person, body)
        for name, each in parameters(function).items()
        if each.default is each.empty or name == "provider_slug"
    }
    return function(**{**told, "at": NOW})


def test_whatever_names_a_provider_asks_first_whether_one_works_there(world: World) -> None:
    wrong = {}
    for name, function in FOR_STAFF:
        with counted() as asked:
            try:
                with transaction.atomic():
                    called(function, world.cast.hal, world.cast.acsm)
                    wrong[name] = "it was done"
            except NotFound:
                if not any("catalogue_providerstaff" in each["sql"] for each in asked):
                    wrong[name] = "not found, and nobody asked for a role"
            except Exception as error:
                wrong[name] = f"{type(error).__name__} before anybody asked for a role: {error}"
    assert wrong == {}
    assert len(FOR_STAFF) > 5
