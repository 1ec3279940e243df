"""What was reported: disputes, corrections and recalls, on all three desks."""

from recert.completions.models import RecallRule
from tests.pages.addresses import of
from tests.pages.addresses.page import (
    LAB_COORDINATORS,
    LAB_STAFF,
    MEMBERS,
    OFFICERS,
    REVIEWERS,
    Page,
    address,
    form,
)
from tests.pages.addresses.providers import at_lab, lab
from tests.pages.world import World

BEN = frozenset({"ben"})


def _reported(world: World) -> str:
    return world.completions.reported.public_id


def _waiting(world: World) -> str:
    return world.completions.waiting.public_id


def _dispute(world: World) -> str:
    return world.completions.dispute.public_id


def _effect(world: World) -> str:
    return world.completions.effect.public_id


def _by_acsm(world: World) -> str:
    return world.completions.by_acsm.public_id


def _by_lab(world: World) -> str:
    return world.completions.by_lab.public_id


def _course(world: World) -> str:
    return world.teaching.course.public_id


def _recall(world: World) -> dict[str, str]:
    return {
        "course": _course(world), "since": "2026-01-01", "until": "2026-12-31",
        "rule": RecallRule.VOID.value, "reason": "The slides were wrong.",
    }  # fmt: skip


def _bens(world: World) -> dict[str, str]:
    return {"certification": world.cast.ben_acsm.public_id}


COMPLETIONS = (
    address("member:reported_wrong", BEN, _reported, form=form(text="Three hours.", key="w")),
    address("member:reported_missing", MEMBERS, _course,
            form=form(completed="2026-10-10", key="m")),
    Page("member:credit_disputes", MEMBERS),
    address("member:credit_dispute", BEN, _dispute),
    address("member:credit_dispute_withdraw", BEN, _dispute, get=405, form=form()),
    Page("provider:disputes", LAB_STAFF, at_lab),
    address("provider:dispute", LAB_STAFF, lab, _dispute,
            form=form(does="disagree", answer="He was not on the list.")),
    Page("provider:recalls", LAB_COORDINATORS, at_lab),
    Page("provider:recall_new", LAB_COORDINATORS, at_lab, form=_recall),
    address("provider:recall", LAB_COORDINATORS, lab, _by_lab),
    address("provider:recall_declare", LAB_COORDINATORS, lab, _by_lab, get=405, form=form()),
    address("provider:recall_undo", LAB_COORDINATORS, lab, _by_lab, get=405, form=form()),
    Page("staff:effects", REVIEWERS, of.at_acsm),
    address("staff:effect", REVIEWERS, of.acsm, _effect,
            form=form(choice="stands", reason="It made no difference.")),
    Page("staff:credit_disputes", REVIEWERS, of.at_acsm),
    address("staff:credit_dispute", REVIEWERS, of.acsm, _dispute),
    Page("staff:recalls", OFFICERS, of.at_acsm),
    Page("staff:recall_new", OFFICERS, of.at_acsm, form=_recall),
    address("staff:recall", OFFICERS, of.acsm, _by_acsm),
    address("staff:recall_declare", OFFICERS, of.acsm, _by_acsm, get=405, form=form()),
    address("staff:recall_undo", OFFICERS, of.acsm, _by_acsm, get=405, form=form()),
    Page("staff:unmatched", OFFICERS, of.at_acsm),
    address("staff:unmatched_one", OFFICERS, of.acsm, _waiting, form=_bens),
)  # fmt: skip
