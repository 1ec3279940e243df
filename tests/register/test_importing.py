"""Importing a body's list: tried before, fixed together, entered once, and never half."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from recert.credentials.actions import bringing, entries
from recert.credentials.actions.registering import close_term
from recert.credentials.models import Certification, Register, Ruling, Term
from recert.journal.models import Line
from recert.lib.refusals import NotFound, Refused
from recert.notices.models import Notice
from recert.people.actions import appoint, dismiss
from recert.people.models import BodyMember, Person
from recert.people.queries import person_by_email
from recert.people.unclaimed import has_address, is_claimed
from recert.register.importing import known, running
from recert.register.importing.acts import (
    fix_alike,
    forget_imports,
    import_for_staff,
    invite_entered,
    name_columns,
    start,
    stop,
    undo_fix,
    upload,
)
from recert.register.importing.running import advance_imports
from recert.register.merging.acts import merge_at_desk
from recert.register.models import Import, ImportProblem, KnownAs
from tests.cast import NOW, Cast
from tests.register.lists import A_DAY, HEADINGS, as_csv, as_xlsx, bring, line, run


def rules(found: Import) -> list[tuple[int, str, str]]:
    return [(each.row, each.column, each.rule) for each in found.problems.all()]


def at(cast: Cast, found: Import) -> dict[str, Any]:
    return {"by": cast.hal, "at": NOW, "body_slug": "acsm", "public_id": found.public_id}


def test_a_list_is_tried_then_entered_and_the_same_list_changes_nothing(cast: Cast) -> None:
    people, held = Person.objects.count(), Certification.objects.count()
    content = as_csv([line(1), line(2, email=""), line(3, name="Zoë Ørsted")])
    found = bring(cast.hal, content)
    assert found.counts == {"new": 3}
    assert (Person.objects.count(), Certification.objects.count()) == (people, held)
    found = run(found, cast.hal)
    assert (found.state, found.did) == ("done", {"new": 3})
    one = Certification.objects.get(number="900001")
    assert (one.credential, one.expires, one.is_confirmed) == ("cpt", A_DAY, True)
    assert (one.person.email, is_claimed(one.person)) == ("p1@example.com", False)
    assert not has_address(Certification.objects.get(number="900002").person)
    assert KnownAs.objects.get(key="C-3").person.name == "Zoë Ørsted"
    assert not Notice.objects.filter(email__contains="example.com").exists()
    again = bring(cast.hal, content)
    assert again.counts == {"same": 3}
    with pytest.raises(Refused, match="nothing to import"):
        start(**at(cast, again), only_whole=False)


def test_a_changed_row_updates_with_a_line_in_the_journal(cast: Cast) -> None:
    run(bring(cast.hal, as_csv([line(1), line(2)])), cast.hal)
    renamed = line(1, name="Person Married", email="new@example.com")
    found = bring(cast.hal, as_xlsx([renamed, line(2, expires=date(2027, 12, 31))]))
    assert found.counts == {"changed": 2}
    run(found, cast.hal)
    assert person_by_email("new@example.com") == KnownAs.objects.get(key="C-1").person
    two = Certification.objects.get(number="900002")
    assert two.expires == date(2027, 12, 31)
    told = Line.objects.get(code="credentials.corrected", subject=f"certification:{two.public_id}")
    assert told.detail["was-expires"] == "2026-12-31"


def test_month_and_day_of_birth_come_along_and_never_the_year(cast: Cast) -> None:
    run(bring(cast.hal, as_csv([line(1), line(2)])), cast.hal)
    headings = (*HEADINGS, "Birthday")
    rows = [(*line(1), "3/14"), (*line(2), "1980-03-14"), (*line(3), "07-01")]
    found = bring(cast.hal, as_csv(rows, headings))
    assert rules(found) == [(3, "birthday", "no-birthday")]
    run(found, cast.hal)
    born = Person.objects.filter(email__endswith="example.com").exclude(birthday="")
    assert dict(born.values_list("email", "birthday")) == {
        "p1@example.com": "03-14", "p3@example.com": "07-01",
    }  # fmt: skip


def test_every_problem_says_row_column_rule_and_value(cast: Cast) -> None:
    rows = [
        line(1, cert="PT"),
        line(2, issued="soon"),
        line(3, expires="31/12/26"),
        line(4, email="p4@nowhere", expires=""),
        line(5, name=""),
        line(6, issued="2026-12-01"),
        line(7, issued="2024-02-01", expires="2023-01-01"),
        line(8, id="", email="", number=""),
        line(9, number="118860"),  # Ben's
        line(10, email="hal@example.org", name="Hal Osei"),  # whoever imports
        line(11, number="900012"),
        line(12),
        line(13, id="C-" + "9" * 70),
    ]
    found = bring(cast.hal, as_csv(rows))
    assert rules(found) == [
        (2, "credential", "no-credential"),
        (3, "certified", "no-day"),
        (4, "expires", "short-year"),
        (5, "email", "no-address"),
        (5, "expires", "missing"),
        (6, "name", "no-name"),
        (7, "certified", "future"),
        (8, "expires", "backwards"),
        (9, "number", "nobody"),
        (10, "number", "other-holder"),
        (11, "name", "own"),
        (13, "number", "twice"),
        (14, "person_id", "too-long"),
    ]
    assert found.problems.get(row=2).value == "PT"
    assert found.problems.get(row=10).detail == "Ben Okafor"
    assert found.counts == {"bad": 12, "new": 1}


def test_one_fix_mends_all_alike_rows_and_can_be_undone(cast: Cast) -> None:
    rows = [line(n, cert="PT") for n in range(40)] + [line(50), line(51, issued="-")]
    found = bring(cast.hal, as_csv(rows))
    assert (found.groups[0]["value"], found.groups[0]["many"]) == ("PT", 40)
    fix = fix_alike(**at(cast, found), column="credential", value="PT", becomes="cpt")
    fix_alike(**at(cast, found), column="certified", value="-", becomes="", leaves_out=True)
    found.refresh_from_db()
    assert found.counts == {"new": 41, "left-out": 1}
    for _twice in range(2):
        undo_fix(**at(cast, found), fix_id=fix.pk)
    found.refresh_from_db()
    assert found.counts == {"bad": 40, "new": 1, "left-out": 1}
    with pytest.raises(Refused, match="Not all rows are good"):
        start(**at(cast, found), only_whole=True)
    with pytest.raises(Refused):
        fix_alike(**at(cast, found), column="level", value="", becomes="x")
    assert run(found, cast.hal).did == {"bad": 40, "new": 1, "left-out": 1}
    with pytest.raises(Refused, match="has begun"):
        fix_alike(**at(cast, found), column="credential", value="PT", becomes="cpt")


def test_the_order_of_days_is_asked_once_a_column(cast: Cast) -> None:
    rows = [line(1, issued="03/04/2024"), line(2, issued="05/06/2024", expires="12/31/2026")]
    found = bring(cast.hal, as_csv(rows))
    assert found.asks == ["certified"]
    with pytest.raises(Refused, match="order"):
        start(**at(cast, found), only_whole=False)
    found = name_columns(**at(cast, found), mapped=found.mapped, orders={"certified": "day-first"})
    assert (found.asks, found.counts) == ([], {"new": 2})
    run(found, cast.hal)
    assert Certification.objects.get(number="900001").certified == date(2024, 4, 3)


def test_what_a_person_renewed_since_is_a_conflict_and_not_put_back(cast: Cast) -> None:
    close_term(
        by=None, at=NOW, certification=cast.ben_acsm, start=date(2024, 1, 1), end=A_DAY,
        next_end=date(2029, 12, 31), closed_on=NOW.date(), renewal_id="some-renewal",
    )  # fmt: skip
    row = line(1, name="Ben Okafor", email="ben@example.org", number="118860", issued="2020-06-15")
    found = bring(cast.hal, as_csv([row, line(2)]))
    assert found.counts == {"conflict": 1, "new": 1}
    assert (found.problems.get().rule, found.problems.get().detail) == (
        "renewed-here",
        "2029-12-31",
    )
    run(found, cast.hal)
    cast.ben_acsm.refresh_from_db()
    assert cast.ben_acsm.expires == date(2029, 12, 31)


def test_who_has_an_account_keeps_name_and_address_and_is_told(cast: Cast) -> None:
    row = line(
        1, name="B. Okafor", email="ben@example.org", number="118860", issued="2020-06-15",
        expires="2027-12-31",
    )  # fmt: skip
    eve = line(2, name="Eve M", email="eve@example.org")
    run(bring(cast.hal, as_csv([row, eve])), cast.hal)
    cast.ben.refresh_from_db()
    assert (cast.ben.name, cast.ben.email) == ("Ben Okafor", "ben@example.org")
    assert Certification.objects.get(pk=cast.ben_acsm.pk).expires == date(2027, 12, 31)
    assert Notice.objects.filter(recipient_id=cast.ben.public_id, kind="register-changed").exists()
    assert Certification.objects.get(number="900002").person == cast.eve


def test_what_a_holder_declared_is_confirmed_by_the_list(cast: Cast) -> None:
    row = line(1, name="Ada Ruiz", email="ada@example.org", issued="2025-06-01")
    found = bring_at_ace(cast, as_csv([row]))
    assert found.counts == {"changed": 1}
    run(found, cast.fay)
    cast.ada_ace.refresh_from_db()
    assert (cast.ada_ace.register, cast.ada_ace.number) == (Register.CONFIRMED, "900001")


def bring_at_ace(cast: Cast, content: bytes) -> Import:
    appoint(person=cast.fay, body=cast.ace, role="owner", by=None, at=NOW)
    return bring(cast.fay, content, body="ace")


def test_history_status_and_membership_come_along(cast: Cast) -> None:
    headings = (
        "Last name", "First name", "Person ID", "Certification", "Number", "Certified", "Expires",
        "Status", "Cycle start", "Cycle end", "Renewed on", "Member number", "Member since",
    )  # fmt: skip
    base = ("Ito", "Rin", "7", "ACSM-EP", "EP1", "2018-01-01", "2026-12-31", "Suspended")
    content = as_csv(
        [
            (*base, "2018-01-01", "2020-12-31", "2020-11-30", "M7", "2019-01-01"),
            (*base, "2021-01-01", "2023-12-31", "", "M7", "2019-01-01"),
        ],
        headings,
    )
    found = bring(cast.hal, content)
    assert found.counts == {"new": 2}
    run(found, cast.hal)
    held = Certification.objects.get(number="EP1")
    assert held.person.name == "Rin Ito"
    assert [(each.end, each.next_end) for each in Term.objects.filter(certification=held)] == [
        (date(2020, 12, 31), A_DAY),
        (date(2023, 12, 31), A_DAY),
    ]
    assert held.previous_closed == date(2023, 12, 31)
    assert Ruling.objects.get(certification=held).kind == "suspend"
    assert BodyMember.objects.get(number="M7").person == held.person
    assert bring(cast.hal, content).counts == {"same": 2}


def test_a_worker_killed_in_the_middle_leaves_whole_rows_and_goes_on(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "ENTERED_AT_ONCE", 3)
    found = bring(cast.hal, as_csv([line(n) for n in range(8)]))
    start(**at(cast, found), only_whole=False)
    real, calls = entries.journal_many, []

    def dies(*args: Any, **kwargs: Any) -> None:
        calls.append(1)
        if len(calls) == 6:  # in the second batch, when its people and certifications are written
            raise KeyboardInterrupt
        real(*args, **kwargs)

    monkeypatch.setattr(bringing, "journal_many", dies)
    with pytest.raises(KeyboardInterrupt):
        advance_imports(at=NOW)
    found.refresh_from_db()
    assert (found.state, found.did) == ("running", {"new": 3})
    assert Certification.objects.filter(number__startswith="90000").count() == 3
    assert not Person.objects.filter(name="Person Nr3").exists()
    monkeypatch.setattr(bringing, "journal_many", real)
    while advance_imports(at=NOW):
        pass
    found.refresh_from_db()
    assert (found.state, found.did) == ("done", {"new": 8})
    assert Certification.objects.filter(number__startswith="90000").count() == 8


def test_only_those_who_keep_this_register_import_and_stop(cast: Cast) -> None:
    content = as_csv([line(1)])
    for other in (cast.fay, cast.dan, cast.gus, cast.ada):
        with pytest.raises(NotFound):
            upload(by=other, at=NOW, body_slug="acsm", name="x", content=content)
    found = bring(cast.hal, content)
    with pytest.raises(NotFound):
        import_for_staff(cast.fay, "action", found.public_id)
    start(**at(cast, found), only_whole=True)
    stop(**at(cast, found))
    assert not advance_imports(at=NOW)
    again = bring(cast.hal, content)
    start(**at(cast, again), only_whole=True)
    appoint(person=cast.eve, body=cast.acsm, role="owner", by=cast.hal, at=NOW)
    dismiss(person=cast.hal, body=cast.acsm, role="owner", by=cast.eve, at=NOW)
    assert advance_imports(at=NOW)
    again.refresh_from_db()
    assert again.state == "stopped"
    assert "no longer keeps" in again.why_stopped
    assert not Certification.objects.filter(number="900001").exists()


def test_other_bodies_are_untouched_whatever_a_list_says(cast: Cast) -> None:
    before = list(Certification.objects.exclude(body=cast.acsm).values())
    hostile = [
        line(1, name="Ada Ruiz", email="ada@example.org", number="A-7719"),
        line(2, name="=cmd|' /C calc'!A0", id="' OR 1=1 --"),
        line(3, name="<script>alert(1)</script>"),
    ]
    run(bring(cast.hal, as_csv(hostile)), cast.hal)
    assert list(Certification.objects.exclude(body=cast.acsm).values()) == before
    assert Certification.objects.get(number="A-7719", body=cast.acsm).person == cast.ada


def test_invitations_go_out_once_when_the_body_says_so_and_files_are_forgotten(
    cast: Cast,
) -> None:
    found = run(bring(cast.hal, as_csv([line(1), line(2, email=""), line(3)])), cast.hal)
    asked = {**at(cast, found), "claim_at": "https://example.org/accounts/password/reset/"}
    assert [invite_entered(**asked), invite_entered(**asked)] == [2, 0]
    letter = Notice.objects.get(email="p1@example.com")
    assert letter.kind == "claim-record"
    assert "https://example.org/accounts/password/reset/" in letter.text
    assert forget_imports(at=NOW) == 0
    assert forget_imports(at=NOW + timedelta(days=31)) == 1
    assert not ImportProblem.objects.exists()


def test_a_second_credential_of_one_person_joins_the_first(cast: Cast) -> None:
    found = bring(cast.hal, as_csv([line(1), line(1, cert="ACSM-EP", number="X1", email="")]))
    run(found, cast.hal)
    assert (
        len({each.person for each in Certification.objects.filter(number__in=("900001", "X1"))})
        == 1
    )


def test_two_people_of_one_file_are_not_made_one(cast: Cast) -> None:
    rows = [
        line(1),
        line(2, name="Quite Another", email="p1@example.com"),  # a shared address
        line(3, id="C-1", number="X3"),  # the first again, under another number
        line(4, name="Eve Stranger", email="ben@example.org", id="", number="X4"),
        line(5, name="Person Nr1", email="p1@example.com", id="C-1b", cert="ACSM-EP"),
    ]
    found = bring(cast.hal, as_csv(rows))
    assert rules(found) == [
        (3, "email", "taken-address"),
        (4, "number", "held-twice"),
        (5, "email", "taken-address"),
    ]
    run(found, cast.hal)
    assert Certification.objects.get(number="900001").person.email == "p1@example.com"
    assert not Certification.objects.filter(number__in=("900002", "X3", "X4")).exists()
    assert KnownAs.objects.get(key="C-1").person == KnownAs.objects.get(key="C-1b").person


def test_all_or_nothing_looks_once_more_before_the_first_row(cast: Cast) -> None:
    content = as_csv([line(1), line(2)])
    other_row = line(7, name="Somebody Else", number="900002")
    found, other = bring(cast.hal, content), bring(cast.hal, as_csv([other_row]))
    start(**at(cast, found), only_whole=True)
    run(other, cast.hal)  # waits behind it: the first of the two is entered
    found.refresh_from_db()
    other.refresh_from_db()
    assert (found.state, other.state, other.did) == ("done", "done", {"bad": 1})
    again = bring(cast.hal, as_csv([line(3), line(4)]))
    start(**at(cast, again), only_whole=True)
    Person.objects.create_user("p4@example.com", "x", name="Somebody Else")
    assert advance_imports(at=NOW)
    again.refresh_from_db()
    assert (again.state, again.last_row, again.did) == ("stopped", 0, {})
    assert rules(again) == [(3, "email", "taken-address")]
    assert not Certification.objects.filter(number__in=("900003", "900004")).exists()


def test_what_somebody_records_this_very_moment_keeps_one_row_out_and_is_told(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = bring(cast.hal, as_csv([line(n) for n in range(5)]))
    start(**at(cast, found), only_whole=False)
    real = known.known_about

    def looked_too_early(*args: Any) -> Any:
        found = real(*args)
        found.emails.pop("p3@example.com", None)
        return found

    Person.objects.create_user("p3@example.com", "x", name="Person Just Now")

    monkeypatch.setattr("recert.register.importing.entering.known_about", looked_too_early)
    while advance_imports(at=NOW):
        pass
    found.refresh_from_db()
    assert (found.state, found.did) == ("done", {"new": 4, "bad": 1})
    assert rules(found) == [(5, "number", "refused")]
    assert "this very moment" in found.groups[0]["detail"]


def test_a_list_leads_to_the_record_that_was_kept_and_changes_nothing_after_a_merge(
    cast: Cast,
) -> None:
    """The list still holds the person twice; one of the two was set aside by staff."""
    content = as_csv([line(1), line(2, name="Person Nr1", expires="2027-12-31")])
    run(bring(cast.hal, content), cast.hal)
    kept, gone = (KnownAs.objects.get(key=key).person for key in ("C-1", "C-2"))
    merge_at_desk(
        by=cast.hal, at=NOW, body_slug="acsm", kept_id=kept.public_id, gone_id=gone.public_id
    )
    assert bring(cast.hal, content).counts == {"same": 2}
    other = bring(
        cast.hal, as_csv([line(2, name="Person Nr1", id="", cert="ACSM-EP", number="E1")])
    )
    run(other, cast.hal)
    assert Certification.objects.get(number="E1").person == kept
