"""Letters, what they look like, what their links lead to; appearance and roles."""

from recert.notices.actions import check_token, off_token
from tests.cast import NOW
from tests.pages.addresses import of
from tests.pages.addresses.page import (
    DESK,
    EVERYBODY,
    MEMBERS,
    OFFICERS,
    Page,
    address,
    form,
)
from tests.pages.world import World

WORDS = {"subject": "News", "text": "{words}", "seen": "0", "act": "keep"}


def to_ben(world: World) -> str:
    return world.letters.sent.public_id


def off(world: World) -> tuple[str]:
    return (off_token(world.cast.ben.public_id, "renewal-due"),)


def bens_address(world: World) -> tuple[str]:
    return (check_token(world.cast.ben.email, NOW),)


LETTERS = (
    Page("staff:letters", OFFICERS, of.at_acsm),
    Page("staff:letter", OFFICERS, lambda _w: ("acsm", "renewal-decided", "es"),
         form=form(**WORDS)),
    Page("staff:letter_look", OFFICERS, of.at_acsm, get=404),  # nothing is looked at yet
    Page("staff:letters_sent", OFFICERS, of.at_acsm),
    address("staff:letter_sent", OFFICERS, of.acsm, to_ben),
    address("staff:letter_sent_page", OFFICERS, of.acsm, to_ben),
    Page("staff:appearance", OFFICERS, of.at_acsm, form=form(accent="#0a4d3c")),
    Page("staff:logo_remove", OFFICERS, of.at_acsm, get=405, form=form()),
    Page("staff:describe", OFFICERS, of.at_acsm, form=form(name="ACSM")),
    Page("staff:roles", DESK, of.at_acsm),
    address("staff:invitation_withdraw", OFFICERS, of.acsm,
            lambda w: w.letters.invitation.public_id, get=405, form=form()),
    Page("member:address_check", MEMBERS, get=405, form=form()),
    Page("public:letters_off", EVERYBODY, off, form=form(), post=200),
    Page("public:letters_off_at_once", EVERYBODY, off, get=302),
    Page("public:address_checked", EVERYBODY, bens_address, form=form(), post=200),
    Page("public:body_colours", EVERYBODY, of.at_acsm),
    Page("public:body_logo", EVERYBODY, of.at_acsm),
)  # fmt: skip
