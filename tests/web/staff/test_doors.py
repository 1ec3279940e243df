"""Who may see which page of the desk, role by role, and whose things are never found."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.test import Client

from recert.people.actions import appoint
from recert.people.models import Person, Role
from tests.cast import NOW, Cast, person
from tests.web.staff.conftest import As
from tests.web.staff.scene import Scene, join

Address = Callable[[Scene], str]

PAGES: dict[str, tuple[Address, set[str]]] = {
    # page: its address at ACSM, and the roles that see it
    "today": (lambda s: "", {"reviewer", "officer", "finance", "owner"}),
    "applications": (lambda s: "applications", {"reviewer", "officer", "owner"}),
    "application": (
        lambda s: f"applications/{s.carols.public_id}",
        {"reviewer", "officer", "owner"},
    ),
    "proof": (
        lambda s: f"applications/{s.carols.public_id}/proof/{s.proof.public_id}",
        {"reviewer", "officer", "owner"},
    ),
    "approve": (
        lambda s: f"applications/{s.carols.public_id}/approve",
        {"reviewer", "officer", "owner"},
    ),
    "return": (
        lambda s: f"applications/{s.carols.public_id}/return",
        {"reviewer", "officer", "owner"},
    ),
    "refuse": (
        lambda s: f"applications/{s.carols.public_id}/refuse",
        {"reviewer", "officer", "owner"},
    ),
    "fee": (lambda s: f"payments/fees/{s.carols.public_id}", {"finance", "owner"}),
    "petitions": (lambda s: "petitions", {"reviewer", "officer", "owner"}),
    "petition": (lambda s: f"petitions/{s.petition.public_id}", {"reviewer", "officer", "owner"}),
    "petition proof": (
        lambda s: f"petitions/{s.petition.public_id}/proof/{s.petition_proof.public_id}",
        {"reviewer", "officer", "owner"},
    ),
    "register": (lambda s: "register", {"reviewer", "officer", "owner"}),
    "enter": (lambda s: "register/enter", {"officer", "owner"}),
    "certificant": (
        lambda s: f"register/{s.declared.public_id}",
        {"reviewer", "officer", "owner"},
    ),
    "confirm": (lambda s: f"register/{s.declared.public_id}/confirm", {"officer", "owner"}),
    "reject": (lambda s: f"register/{s.declared.public_id}/reject", {"officer", "owner"}),
    "correct": (lambda s: f"register/{s.declared.public_id}/correct", {"officer", "owner"}),
    "decide": (lambda s: f"register/{s.declared.public_id}/decide", {"officer", "owner"}),
    "examination": (
        lambda s: f"register/{s.declared.public_id}/examination",
        {"officer", "owner"},
    ),
    "members": (lambda s: "members", {"officer", "owner"}),
    "add member": (lambda s: "members/add", {"officer", "owner"}),
    "member": (lambda s: f"members/{s.cast.ada.public_id}", {"officer", "owner"}),
    "payments": (lambda s: "payments", {"finance", "owner"}),
    "bill": (lambda s: f"payments/{s.bill.public_id}", {"finance", "owner"}),
    "refund": (lambda s: f"payments/{s.bill.public_id}/refund", {"finance", "owner"}),
    "questions": (lambda s: "questions", {"reviewer", "officer", "finance", "owner"}),
    "question": (
        lambda s: f"questions/{s.question.public_id}",
        {"reviewer", "officer", "finance", "owner"},
    ),
    "policy": (lambda s: "policy", {"reviewer", "officer", "finance", "owner"}),
    "team": (lambda s: "team", {"owner"}),
}


def staff(cast: Cast) -> dict[str, Person]:
    """One person for each role at ACSM."""
    ivy = person("Ivy Larkin")
    appoint(person=ivy, body=cast.acsm, role=Role.OFFICER, by=cast.hal, at=NOW)
    return {"reviewer": cast.dan, "officer": ivy, "finance": cast.gus, "owner": cast.hal}


def status(client: Client, address: str) -> int:
    return client.get(f"/staff/acsm/{address}").status_code


def test_every_page_role_by_role(scene: Scene, as_: As) -> None:
    join(scene.cast)
    clients = {role: as_(whom) for role, whom in staff(scene.cast).items()}
    seen = {
        page: {role for role, client in clients.items() if status(client, address(scene)) == 200}
        for page, (address, _roles) in PAGES.items()
    }
    assert seen == {page: roles for page, (_address, roles) in PAGES.items()}


def test_nobody_else_sees_any_page(scene: Scene, as_: As) -> None:
    join(scene.cast)
    addresses = {page: address(scene) for page, (address, _roles) in PAGES.items()}
    for outsider in (scene.cast.fay, scene.cast.ada, scene.cast.eve):
        client = as_(outsider)
        seen = {page for page, address in addresses.items() if status(client, address) != 404}
        assert seen == set(), outsider
    for address in addresses.values():
        answer = Client().get(f"/staff/acsm/{address}")
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/login/")


def test_what_belongs_to_acsm_is_not_found_at_action(scene: Scene, as_: As) -> None:
    """Fay may do everything at ACTION, and finds nothing of ACSM's there by its id."""
    join(scene.cast)
    client = as_(scene.cast.fay)
    addresses = [address(scene) for address, _roles in PAGES.values()]
    named = [each for each in addresses if any(len(part) == 20 for part in each.split("/"))]
    assert len(named) > 15
    for address in named:
        assert client.get(f"/staff/action/{address}").status_code == 404, address


def test_lists_show_their_own_body_alone(scene: Scene, as_: As) -> None:
    hal, fay = as_(scene.cast.hal), as_(scene.cast.fay)
    own = {
        "applications": (scene.carols.public_id, scene.adas.public_id),
        "petitions": (scene.petition.public_id, scene.adas_petition.public_id),
        "register": (scene.cast.ben_acsm.public_id, scene.cast.ada_action.public_id),
        "payments": (scene.bill.public_id, scene.adas.public_id),
        "questions": (scene.question.public_id, scene.other_question.public_id),
    }
    for page, (acsms, actions) in own.items():
        at_acsm = hal.get(f"/staff/acsm/{page}").content.decode()
        at_action = fay.get(f"/staff/action/{page}").content.decode()
        assert (acsms in at_acsm, actions in at_acsm) == (True, False), page
        assert (acsms in at_action, actions in at_action) == (False, True), page


def test_acts_are_refused_to_whoever_cannot_see_their_page(scene: Scene, as_: As) -> None:
    certification, ruling = scene.declared.public_id, "0" * 20
    for whom in (scene.cast.fay, scene.cast.ada, scene.cast.gus):
        client = as_(whom)
        for address in (
            f"applications/{scene.carols.public_id}/approve",
            f"applications/{scene.carols.public_id}/return",
            f"applications/{scene.carols.public_id}/refuse",
            f"petitions/{scene.petition.public_id}",
            f"register/{certification}/confirm",
            f"register/{certification}/decisions/{ruling}/end",
            f"team/{scene.cast.dan.public_id}/reviewer/dismiss",
        ):
            answer = client.post(f"/staff/acsm/{address}", {"reason": "x", "act": "accept"})
            assert answer.status_code == 404, (whom, address)


def test_the_masthead_offers_only_what_the_role_may_open(scene: Scene, as_: As) -> None:
    for role, whom in staff(scene.cast).items():
        offered = menu(as_(whom))
        for name in ("applications", "petitions", "register", "members", "payments", "team"):
            assert (f"/staff/acsm/{name}" in offered) == (role in PAGES[name][1]), (role, name)


def menu(client: Client) -> set[str]:
    """Where the head of the desk leads, and the heads of the pages it leads to."""

    def links(address: str) -> set[str]:
        head = client.get(address).content.decode().split("</header>")[0]
        return set(re.findall(r'href="(/staff/acsm/[^"]*)"', head))

    words = links("/staff/acsm/")
    return words.union(*(links(address) for address in words))
