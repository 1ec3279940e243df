"""Ids of other people's things, in the fields of one's own forms: nothing found, nothing done."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from recert.credentials.models import Certification
from tests.pages.addresses.member import ENTRY
from tests.pages.test_doors import snapshot
from tests.pages.world import World, client_of, everybody

Sends = Callable[[World], tuple[str, Mapping[str, str]]]

# Who sends what where; everything named belongs to Ada, or to another body, and not to them.
BODIES: dict[str, tuple[str, Sends]] = {
    "proof kept": ("ben", lambda w: ("/me/activities/log", {**ENTRY, "proof_kept": loose(w)})),
    "proof of a paper": (
        "ben",
        lambda w: ("/me/documents/add",
                   {"kind": "cpr", "issued": "2026-01-01", "proof_kept": loose(w)}),
    ),
    "worth instead of": (
        "ben",
        lambda w: ("/me/activities/worth", {**ENTRY, "instead_of": w.entry.public_id}),
    ),
    "proof under another's entry": (
        "carol",
        lambda w: (f"/me/activities/proof/{w.scene.proof.public_id}/file",
                   {"activity": w.entry.public_id}),
    ),
    "proof under another's paper": (
        "carol",
        lambda w: (f"/me/activities/proof/{w.scene.proof.public_id}/file",
                   {"document": w.paper.public_id}),
    ),
    "question for another's certification": (
        "ada",
        lambda w: (f"/me/activities/{w.entry.public_id}/ask",
                   {"certification": w.cast.ben_acsm.public_id, "question": "Does it?"}),
    ),
    "another's bill": (
        "ada",
        lambda w: (f"/me/renewals/{w.draft.public_id}/pay/{w.scene.bill.public_id}/sent", {}),
    ),
    "play money for another's bill": (
        "ada",
        lambda w: (f"/me/renewals/{w.draft.public_id}/pay/{w.scene.bill.public_id}/practice", {}),
    ),
    "another application's item": (
        "ada",
        lambda w: (f"/me/renewals/{w.draft.public_id}/items/{w.item.public_id}/done", {}),
    ),
    "another petition's clause": (
        "dan",
        lambda w: (f"/staff/acsm/petitions/{w.scene.petition.public_id}",
                   {"act": "reject", "clause": "no-such-clause", "reason": "No."}),
    ),
    "another body's ruling": (
        "fay",
        lambda w: (ended("action", w.cast.ada_action, w), {}),
    ),
    "another certification's ruling": (
        "hal",
        lambda w: (ended("acsm", w.cast.carol_acsm, w), {}),
    ),
    "another body's colleague": (
        "fay",
        lambda w: (f"/staff/action/team/{w.cast.dan.public_id}/reviewer/dismiss", {}),
    ),
    "another body's credential": (
        "hal",
        lambda w: ("/staff/acsm/register/enter",
                   {"email": "eve@example.org", "credential": "nasm:cpt",
                    "certified": "2024-01-01", "expires": "2026-12-31"}),
    ),
}  # fmt: skip


def loose(world: World) -> str:
    return world.loose_proof.public_id


def ended(slug: str, certification: Certification, world: World) -> str:
    """The address to end the ruling about Ben's, as if it were about another's."""
    return (
        f"/staff/{slug}/register/{certification.public_id}/decisions/{world.ruling.public_id}/end"
    )


@pytest.mark.parametrize("body", BODIES)
def test_a_form_that_names_what_is_not_ones_own_does_nothing(world: World, body: str) -> None:
    who, sends = BODIES[body]
    client = client_of(everybody(world)[who])
    before = snapshot()
    assert client.post(*sends(world)).status_code in (404, 422)
    assert snapshot() == before


def test_proof_of_another_application_is_not_shown(world: World) -> None:
    """Dan may open Carol's application, and by its address none of Ada's files."""
    at = f"/staff/acsm/applications/{world.scene.carols.public_id}/proof/"
    dan = client_of(world.cast.dan)
    assert dan.get(at + world.scene.proof.public_id).status_code == 200
    for file in (world.paper_proof, world.entry_proof, world.loose_proof):
        assert dan.get(at + file.public_id).status_code == 404


def test_nobody_is_staff_of_a_body_by_its_address(world: World) -> None:
    """Every page of a desk, with another body's name in its address."""
    fay = client_of(world.cast.fay)
    for page in ("", "register", "members", "payments", "questions", "team", "policy"):
        assert fay.get(f"/staff/action/{page}").status_code == 200
        assert fay.get(f"/staff/acsm/{page}").status_code == 404
        assert fay.get(f"/staff/ACTION/{page}").status_code == 404
