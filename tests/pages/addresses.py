"""Every address of the site: how to build it, who may see it, and what can be sent to it.

The table is checked against Django's own list of addresses, so that a page which is not
entered here fails the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from recert.renewals.queries import activities_in
from tests.pages.world import NOBODY, World

Sent = Mapping[str, str]
Part = Callable[[World], object]

ADA = frozenset({"ada"})
REVIEWERS = frozenset({"dan", "hal"})
OFFICERS = frozenset({"hal"})
CASHIERS = frozenset({"gus", "hal"})
DESK = REVIEWERS | CASHIERS
MEMBERS = frozenset({"ada", "ben", "carol", "dan", "eve", "fay", "gus", "hal"})
EVERYBODY = MEMBERS | {NOBODY}
STRANGERS = frozenset({NOBODY})  # pages for signing in: whoever is in is led on


@dataclass(frozen=True, slots=True)
class Page:
    """One address, and what each person gets from it."""

    name: str
    sees: frozenset[str]
    args: Callable[[World], tuple[object, ...]] = field(default=lambda _w: ())
    get: int = 200  # the answer to whoever may see it; 405 where it only takes what is sent
    form: Callable[[World], Sent] | None = None  # what somebody who may would send
    post: int = 302  # the answer to that
    others: int = 404  # the answer to whoever is signed in and may not

    def at(self, world: World) -> str:
        """The address in this world."""
        return reverse(self.name, args=self.args(world))

    def got_by(self, who: str) -> int:
        """What somebody gets who looks at it."""
        if self.get == 405 and self.name.startswith("member:") and who != NOBODY:
            return 405  # before anything is looked for, so it says nothing of what there is
        return self.get if who in self.sees else self.refused(who)

    def refused(self, who: str) -> int:
        """What somebody gets who may not see it."""
        return 302 if who == NOBODY else self.others


def form(**sent: str) -> Callable[[World], Sent]:
    """A form that is the same in every world."""
    return lambda _world: sent


def _slug(_world: World) -> tuple[str]:
    return ("acsm",)


def _edition(_world: World) -> tuple[str, str]:
    return ("acsm", "2025")


def _acsm(_world: World) -> str:
    return "acsm"


def _ace(world: World) -> str:
    return world.cast.ada_ace.public_id


def _entry(world: World) -> str:
    return world.entry.public_id


def _paper(world: World) -> str:
    return world.paper.public_id


def _loose(world: World) -> str:
    return world.loose_proof.public_id


def _kept(world: World) -> Sent:
    return {"proof_kept": _loose(world)}


def _petition(world: World) -> str:
    return world.scene.adas_petition.public_id


def _draft(world: World) -> str:
    return world.draft.public_id


def _returned(world: World) -> str:
    return world.returned.public_id


def _bill(world: World) -> str:
    return world.bill.public_id


def _carols(world: World) -> str:
    return world.scene.carols.public_id


def _entry_of_carols(world: World) -> str:
    entry = activities_in(world.scene.carols).first()
    assert entry is not None
    return entry.public_id


def _something_missing(_world: World) -> Sent:
    return {"other-1": "Send the second page."}


def _asked(world: World) -> str:
    return world.scene.petition.public_id


def _declared(world: World) -> str:
    return world.scene.declared.public_id


def _bens(world: World) -> str:
    return world.cast.ben_acsm.public_id


def _policy(world: World) -> str:
    return world.policy.public_id


def _asked_if(world: World) -> str:
    return world.what_if.public_id


def _waiting(world: World) -> str:
    return world.scene.bill.public_id


def _everything(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from _everything(each, inner)
        elif isinstance(each, URLPattern):
            yield f"{space}{each.name}"


def names_of_all() -> list[str]:
    """The name of every address there is, as Django knows them."""
    return list(_everything(get_resolver()))


def address(name: str, sees: frozenset[str], *parts: Part, **more: Any) -> Page:
    """A page whose address names things: each by its own public id."""
    return Page(name, sees, lambda world: tuple(part(world) for part in parts), **more)


ACCOUNT = (
    Page("account_login", STRANGERS, others=302, form=form(login="a@example.org"), post=200),
    Page("account_logout", MEMBERS, form=form()),
    Page("account_inactive", EVERYBODY),
    Page("account_signup", STRANGERS, others=302, form=form(email="x"), post=200),
    Page("account_reauthenticate", MEMBERS, form=form(password="wrong"), post=200),
    Page("account_email", MEMBERS, form=form(email="new@example.org", action_add="")),
    Page("account_email_verification_sent", EVERYBODY),
    Page("account_change_password", MEMBERS, form=form(oldpassword="wrong"), post=200),
    Page("account_set_password", MEMBERS, get=302, form=form()),
    Page("account_reset_password", EVERYBODY, form=form(email="x@example.org")),
    Page("account_confirm_login_code", EVERYBODY, get=302, form=form()),
    Page("account_confirm_email", EVERYBODY, lambda _w: ("none",), form=form(), post=404),
    Page("account_reset_password_from_key_done", EVERYBODY),
    Page("account_reset_password_from_key", EVERYBODY, lambda _w: ("1", "none"), form=form(),
         post=200),
    Page("account_reset_password_done", EVERYBODY),
    Page("mfa_index", MEMBERS),
    Page("mfa_authenticate", EVERYBODY, get=302, form=form()),
    Page("mfa_reauthenticate", MEMBERS, get=302, form=form()),
    Page("mfa_activate_totp", MEMBERS, form=form(code="000000"), post=200),
    Page("mfa_deactivate_totp", MEMBERS, get=404, form=form(), post=404),
    Page("mfa_view_recovery_codes", MEMBERS, get=404),
    Page("mfa_generate_recovery_codes", MEMBERS, form=form(), post=200),
    Page("mfa_download_recovery_codes", MEMBERS, get=404, form=form(), post=404),
    Page("mfa_list_webauthn", MEMBERS),
    Page("mfa_add_webauthn", MEMBERS, form=form(name="Key"), post=200),
    Page("mfa_reauthenticate_webauthn", MEMBERS, get=302, form=form()),
    Page("mfa_remove_webauthn", MEMBERS, lambda _w: (1,), get=404, form=form(), post=404),
    Page("mfa_edit_webauthn", MEMBERS, lambda _w: (1,), get=404, form=form(), post=404),
    Page("mfa_login_webauthn", EVERYBODY, get=302, form=form()),
)  # fmt: skip

PUBLIC = (
    Page("public:home", STRANGERS, others=302),
    Page("public:icon", EVERYBODY, get=302),
    Page("public:rulebooks", EVERYBODY),
    Page("public:coverage", EVERYBODY),
    Page("public:body", EVERYBODY, _slug),
    Page("public:edition", EVERYBODY, _edition),
    Page("public:guide", EVERYBODY, _edition),
    Page("public:edition_text", EVERYBODY, _edition),
    Page("public:check", EVERYBODY),
    address("public:certification", EVERYBODY, lambda w: w.cast.ada_acsm.code),
    address("public:certification_qr", EVERYBODY, lambda w: w.cast.ada_acsm.code),
    Page("public:glossary", EVERYBODY),
    Page("public:help", EVERYBODY),
    Page("public:help_page", EVERYBODY, lambda _w: ("audits",)),
    Page("public:rate_help_page", EVERYBODY, lambda _w: ("audits",), get=405,
         form=form(helpful="yes")),
    Page("public:ask", EVERYBODY, form=form(body="acsm", text="May I?", email="r@example.org")),
    Page("public:asked", EVERYBODY, _slug),
    Page("public:appearance", EVERYBODY, get=405, form=form(theme="dark")),
    Page("public:style", EVERYBODY),
)  # fmt: skip

ENTRY = {"kind": "course", "title": "Hips", "completed": "2026-10-04", "rows": "1",
         "amount_0": "1.5", "unit_0": "cec", "by_0": "ACSM"}  # fmt: skip

OWN = (
    Page("member:home", MEMBERS),
    Page("member:certification_add", MEMBERS),
    Page("member:certification_add_of", MEMBERS, _slug,
         form=form(credential="pd", certified="2024-02-01")),
    Page("member:removed", MEMBERS),
    address("member:certification_correct", ADA, _ace, form=form(certified="2025-06-02")),
    address("member:certification_remove", ADA, _ace, get=405, form=form()),
    address("member:certification_restore", ADA, lambda w: w.removed.public_id, get=405,
            form=form()),
    address("member:certification", ADA, _ace),
    address("member:certification_carried", ADA, _ace, get=302, form=form(amount="2")),
    address("member:certification_carried_back", ADA, _ace, lambda _w: "none", get=405,
            form=form(), post=404),
    address("member:certification_about", ADA, _ace, get=302, form=form()),
    # She is fully certified by examination: nobody renews by the same one twice.
    address("member:examination", ADA, lambda w: w.cast.ada_action.public_id,
            form=form(completed="2026-10-04", at_test_centre="yes"), post=422),
    Page("member:activities", MEMBERS),
    Page("member:activities_csv", MEMBERS),
    address("member:activity_ask", ADA, _entry,
            form=lambda w: {"certification": _ace(w), "question": "Half of it was."}),
    Page("member:petitions", MEMBERS),
    address("member:petition", ADA, _petition, form=form(question="The second half.")),
    address("member:petition_withdraw", ADA, _petition, get=405, form=form()),
    Page("member:documents", MEMBERS),
    Page("member:document_add", MEMBERS, form=form(kind="cpr", issued="2026-01-01")),
    address("member:document", ADA, _paper),
    address("member:document_correct", ADA, _paper, form=form(kind="aed", issued="2026-01-01")),
    address("member:document_withdraw", ADA, _paper, get=405, form=form()),
    address("member:document_restore", ADA, lambda w: w.withdrawn_paper.public_id, get=405,
            form=form()),
    address("member:document_proof", ADA, _paper, get=405, form=_kept),
    address("member:document_proof_remove", ADA, _paper, lambda w: w.paper_proof.public_id,
            get=405, form=form()),
    Page("member:proof", MEMBERS, form=form()),
    address("member:proof_one", ADA, _loose),
    address("member:proof_file", ADA, _loose, get=405, form=lambda w: {"activity": _entry(w)}),
    address("member:proof_delete", ADA, _loose, get=405, form=form()),
    address("member:proof_content", ADA, _loose),
    Page("member:activity_log", MEMBERS, form=form(**ENTRY)),
    Page("member:activity_worth", MEMBERS, get=405, form=form(**ENTRY), post=200),
    address("member:activity_correct", ADA, _entry, form=form(**ENTRY)),
    address("member:activity", ADA, _entry),
    address("member:activity_withdraw", ADA, _entry, get=405, form=form()),
    address("member:activity_restore", ADA, lambda w: w.withdrawn_entry.public_id, get=405,
            form=form()),
    address("member:activity_proof", ADA, _entry, get=405, form=_kept),
    address("member:activity_proof_remove", ADA, _entry, lambda w: w.entry_proof.public_id,
            get=405, form=form()),
    Page("member:renewals", MEMBERS),
    address("member:renewal_begin", ADA, _ace, get=405, form=form()),
    address("member:renewal", ADA, _draft),
    address("member:renewal_withdraw", ADA, _draft, get=405, form=form()),
    address("member:renewal_receipt", ADA, _returned),
    address("member:renewal_item_done", ADA, _returned, lambda w: w.item.public_id, get=405,
            form=form()),
    address("member:renewal_check", ADA, _draft, form=form(total="52")),
    address("member:renewal_documents", ADA, _draft),
    address("member:renewal_attest", ADA, _draft, form=form(to="truthful")),
    address("member:renewal_pay", ADA, _draft, form=form()),
    address("member:renewal_announce", ADA, _draft, _bill, get=405, form=form()),
    address("member:renewal_practise", ADA, _draft, _bill, get=405, form=form()),
    address("member:renewal_submit", ADA, _draft, form=form()),
    Page("member:notices", MEMBERS),
    Page("member:notice_settings", MEMBERS, form=form(days="30, 7")),
    Page("member:account", MEMBERS, form=form(name="A. N. Other", zone="UTC")),
    Page("member:account_download", MEMBERS),
    Page("member:account_leave", MEMBERS, form=form(email="x@example.org"), post=422),
)  # fmt: skip

A_CASE = {"reason": "So says the policy."}
A_TERM = {"certified": "2024-01-01", "expires": "2026-12-31"}

STUDIO = (
    Page("staff:policy_practice", OFFICERS, _slug, get=405, form=form()),
    # It has long been in force.
    Page("staff:policy_withdraw", OFFICERS, _edition, form=form(**A_CASE), post=422),
    Page("staff:draft_start", OFFICERS, _slug, get=405, form=form(edition="2025")),
    address("staff:draft", OFFICERS, _acsm, _policy),
    address("staff:draft_versions", OFFICERS, _acsm, _policy),
    address("staff:draft_version", OFFICERS, _acsm, _policy, lambda _w: 1, form=form(seen="2")),
    address("staff:draft_discard", OFFICERS, _acsm, _policy, get=405, form=form()),
    address("staff:draft_take_up", OFFICERS, _acsm, _policy, get=405, form=form()),
    address("staff:draft_clause_add", OFFICERS, _acsm, _policy,
            form=form(seen="2", kind="note", id="pace", says="Go slowly.")),
    address("staff:draft_clause", OFFICERS, _acsm, _policy, lambda _w: "total",
            form=form(seen="2")),
    address("staff:draft_head", OFFICERS, _acsm, _policy, form=form(seen="2")),
    address("staff:draft_file", OFFICERS, _acsm, _policy, form=form(seen="2", text="a: b")),
    address("staff:draft_cases_file", OFFICERS, _acsm, _policy, form=form(seen="2", text="a")),
    address("staff:draft_download", OFFICERS, _acsm, _policy, lambda _w: "rulebook.yaml"),
    address("staff:draft_cases", OFFICERS, _acsm, _policy),
    address("staff:draft_case_drop", OFFICERS, _acsm, _policy, get=405,
            form=form(seen="2", title="Nobody", reason="Why not.")),
    address("staff:draft_case_accept", OFFICERS, _acsm, _policy, lambda _w: 1, get=405,
            form=form(seen="2")),
    # Nobody is filled in.
    address("staff:draft_case_new", OFFICERS, _acsm, _policy, form=form(seen="2"), post=422),
    address("staff:draft_case", OFFICERS, _acsm, _policy, lambda _w: 1, form=form(seen="2"),
            post=422),
    address("staff:draft_changes", OFFICERS, _acsm, _policy),
    address("staff:draft_what_if", OFFICERS, _acsm, _policy,
            form=form(as_of="2026-11-21", scope="everybody")),
    address("staff:draft_what_if_one", OFFICERS, _acsm, _policy, _asked_if),
    address("staff:draft_what_if_csv", OFFICERS, _acsm, _policy, _asked_if),
    address("staff:draft_publish", OFFICERS, _acsm, _policy, form=form(seen="2", do="publish")),
)  # fmt: skip

STAFF = (
    Page("staff:home", DESK, _slug),
    Page("staff:applications", REVIEWERS, _slug),
    address("staff:application", REVIEWERS, _acsm, _carols),
    address("staff:ordered", REVIEWERS, _acsm, _carols, _entry_of_carols,
            form=form(reason="Order 12")),
    address("staff:proof", REVIEWERS, _acsm, _carols, lambda w: w.scene.proof.public_id),
    # Her fee has been announced, and has not arrived.
    address("staff:approve", REVIEWERS, _acsm, _carols, form=form(**A_CASE), post=422),
    address("staff:return", REVIEWERS, _acsm, _carols, form=_something_missing),
    address("staff:refuse", REVIEWERS, _acsm, _carols, form=form(**A_CASE, clause="cpr")),
    Page("staff:petitions", REVIEWERS, _slug),
    address("staff:petition", REVIEWERS, _acsm, _asked,
            form=form(**A_CASE, act="accept", amount="1")),
    address("staff:petition_proof", REVIEWERS, _acsm, _asked,
            lambda w: w.scene.petition_proof.public_id),
    Page("staff:register", REVIEWERS, _slug),
    Page("staff:register_enter", OFFICERS, _slug,
         form=form(email="eve@example.org", credential="ep", **A_TERM)),
    address("staff:register_confirm", OFFICERS, _acsm, _declared, form=form(expires="2027-12-31")),
    address("staff:register_reject", OFFICERS, _acsm, _declared, form=form(**A_CASE)),
    address("staff:register_correct", OFFICERS, _acsm, _bens, form=form(**A_TERM)),
    address("staff:certificant", REVIEWERS, _acsm, _bens),
    address("staff:ruling", OFFICERS, _acsm, _bens, form=form(**A_CASE, kind="hold")),
    address("staff:ruling_end", OFFICERS, _acsm, _bens, lambda w: w.ruling.public_id, get=405,
            form=form()),
    address("staff:examination", OFFICERS, _acsm, _bens,
            form=form(title="Examination", passed_on="2026-10-04")),
    Page("staff:members", OFFICERS, _slug),
    Page("staff:member_add", OFFICERS, _slug, form=form(email="ben@example.org",
         since="2026-01-01")),
    address("staff:member", OFFICERS, _acsm, lambda w: w.cast.ada.public_id,
            form=form(since="2025-01-01")),
    Page("staff:payments", CASHIERS, _slug),
    address("staff:invoice", CASHIERS, _acsm, _waiting,
            form=form(cents="1", received_on="2026-11-20", reference="Wire", key="k")),
    # Nothing was paid yet.
    address("staff:refund", CASHIERS, _acsm, _waiting, form=form(**A_CASE), post=422),
    address("staff:fee", CASHIERS, _acsm, _carols, form=form(**A_CASE, cents="1")),
    Page("staff:enquiries", DESK, _slug),
    address("staff:enquiry", DESK, _acsm, lambda w: w.scene.question.public_id,
            form=form(text="Yes, you may.")),
    Page("staff:policy", DESK, _slug),
    *STUDIO,
    Page("staff:team", OFFICERS, _slug, form=form(email="eve@example.org", role="reviewer")),
    address("staff:dismiss", OFFICERS, _acsm, lambda w: w.cast.dan.public_id,
            lambda _w: "reviewer", get=405, form=form()),
)  # fmt: skip

PAGES = (*ACCOUNT, *PUBLIC, *OWN, *STAFF)
