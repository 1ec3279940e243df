"""The studio's pages, worked as an officer works them: forms, cases, what if, publishing."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from recert.people.actions import appoint
from recert.people.models import Role
from recert.rulebooks.actions import open_draft, save_version, set_practice
from recert.rulebooks.drafts import read_version, ruling_with, try_cases
from recert.rulebooks.models import Draft
from recert.rulebooks.queries import latest_of, rulebook_of
from recert.rules.amounts import Money
from recert.rules.cases import Basis
from recert.rules.rulebook import Fee, Need
from recert.standing.models import WhatIf
from recert.standing.trying import advance_what_ifs
from tests.cast import NOW, Cast
from tests.web.staff.studio.filling import form_on


@pytest.fixture
def draft(cast: Cast) -> Draft:
    """Hal's, from ACSM's edition of 2025."""
    return open_draft(by=cast.hal, at=NOW, body_slug="acsm", edition="2025")


@pytest.fixture
def client(cast: Cast) -> Client:
    """Hal at his browser."""
    found = Client()
    found.force_login(cast.hal)
    return found


def at(draft: Draft, page: str = "") -> str:
    return f"/staff/acsm/policy/drafts/{draft.public_id}/{page}"


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def send(client: Client, path: str, **changes: str | list[str]) -> int:
    """Send the form of a page with some answers changed (`.` written as `__`)."""
    data = form_on(shown(client, path))
    for name, value in changes.items():
        data[name.replace("__", ".")] = value if isinstance(value, list) else [value]
    return client.post(path, data).status_code


def test_every_page_sent_untouched_changes_nothing(client: Client, draft: Draft) -> None:
    for clause in rulebook_of("acsm", "2025").clauses:
        assert send(client, at(draft, f"clause/{clause.id}"), do="save") == 302
    assert send(client, at(draft, "head"), do="save") == 302
    assert send(client, at(draft, "file")) == 302
    assert send(client, at(draft, "cases/file")) == 302
    assert latest_of(draft).number == 1


def test_a_clause_is_changed_in_its_form(client: Client, draft: Draft) -> None:
    path = at(draft, "clause/total")
    assert send(client, path, do="save", clauses__total__need__amount__0__is="50") == 302
    rulebook = read_version(latest_of(draft)).rulebook
    assert rulebook is not None
    rule = rulebook.clause("total").rule
    assert isinstance(rule, Need)
    assert [row.amount for row in rule.amount] == [50, 60]
    page = shown(client, at(draft, "changes"))
    assert "How much for ACSM-GEI and ACSM-CPT: rises from 45 to 50." in page
    assert "Its words are as before" in page


def test_a_mistake_is_saved_and_told_beside_its_field(client: Client, draft: Draft) -> None:
    path = at(draft, "clause/renewal-fee")
    name = "clauses.renewal-fee.fee.prices.0.is"
    data = {**form_on(shown(client, path)), name: ["seventy"], "do": ["save"]}
    assert client.post(path, data).status_code == 302
    page = shown(client, path)
    assert "seventy" in page
    assert "is not an amount of money; write it as" in page
    assert 'aria-invalid="true"' in page
    assert "cannot be read yet" in shown(client, at(draft))
    data = {**form_on(page), name: ["70.00"], "do": ["save"]}
    assert client.post(path, data).status_code == 302
    rulebook = read_version(latest_of(draft)).rulebook
    assert rulebook is not None
    rule = rulebook.clause("renewal-fee").rule
    assert isinstance(rule, Fee)
    assert rule.prices[0].money == Money(7000, "USD")


def test_adding_a_row_saves_nothing_yet(client: Client, draft: Draft) -> None:
    path = at(draft, "clause/total")
    data = {**form_on(shown(client, path)), "do": ["add clauses.total.need.amount.2"]}
    page = client.post(path, data)
    assert page.status_code == 200
    assert 'name="clauses.total.need.amount.2.is"' in page.content.decode()
    assert latest_of(draft).number == 1


def test_a_clause_is_added_moved_and_removed(client: Client, draft: Draft) -> None:
    add = at(draft, "clauses/add")
    wrong = client.post(add, {"seen": "1", "kind": "need", "id": "total", "says": ""})
    assert wrong.status_code == 422
    assert "Say the rule in plain words." in wrong.content.decode()
    sent = {"seen": "1", "kind": "note", "id": "Go slowly", "says": "A course a month."}
    assert client.post(add, sent).status_code == 302
    path = at(draft, "clause/go-slowly")
    assert send(client, path, do="earlier") == 302
    rulebook = read_version(latest_of(draft)).rulebook
    assert rulebook is not None
    assert rulebook.clauses[-2].id == "go-slowly"
    assert send(client, path, do="delete") == 302
    assert client.get(path).status_code == 404


def test_somebody_who_saves_meanwhile_is_not_overwritten(
    client: Client, draft: Draft, cast: Cast
) -> None:
    path = at(draft, "clause/total")
    data = {**form_on(shown(client, path)), "do": ["save"]}
    data["clauses.total.says"] = ["Mine."]
    theirs = latest_of(draft).text.replace("CPR", "C P R", 1)
    save_version(by=cast.hal, at=NOW, body_slug="acsm", draft_id=draft.public_id, seen=1,
                 says="Meanwhile", text=theirs)  # fmt: skip
    answer = client.post(path, data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "saved version 2 meanwhile" in page
    assert "Mine." in page
    assert latest_of(draft).text == theirs
    assert client.post(path, {**form_on(page), "do": ["save"]}).status_code == 302
    assert "Mine." in latest_of(draft).text  # pressed again, hers goes on top of theirs
    assert "C P R" in latest_of(draft).text


def test_the_file_may_be_uploaded_and_broken_and_mended(client: Client, draft: Draft) -> None:
    path = at(draft, "file")
    good = latest_of(draft).text
    assert send(client, path, text="body: [") == 302
    assert "Line" in shown(client, path)
    assert "no list of clauses" in shown(client, at(draft))
    assert client.get(at(draft, "clause/total")).status_code == 404
    assert client.get(at(draft, "head")).status_code == 302
    assert shown(client, at(draft, "download/rulebook.yaml")) == "body: ["
    assert send(client, at(draft, "versions/1")) == 302
    assert latest_of(draft).text == good


def failing(draft: Draft) -> list[str]:
    read = read_version(latest_of(draft))
    assert read.rulebook is not None
    tried = try_cases(ruling_with(read.rulebook), read.cases)
    return [each.case.case for each in tried if each.mismatches]


def test_every_failing_case_can_expect_what_comes_out(client: Client, draft: Draft) -> None:
    send(client, at(draft, "clause/total"), do="save", clauses__total__need__amount__0__is="50")
    many = len(failing(draft))
    assert many > 5
    for _press in range(many):
        page = shown(client, at(draft, "cases"))
        found = re.search(r"cases/(\d+)/accept", page)
        assert found
        path = at(draft, f"cases/{found[1]}/accept")
        assert client.post(path, {"seen": str(latest_of(draft).number)}).status_code == 302
    assert failing(draft) == []
    assert "All" in shown(client, at(draft, "cases"))


def test_a_case_is_written_by_filling_in_a_person(client: Client, draft: Draft) -> None:
    path = at(draft, "cases/new")
    data = form_on(shown(client, path))
    data |= {
        "0.case": ["Nothing done yet"], "0.source": ["AS1"], "do": ["answer"],
        "0.person.holdings.0.certified": ["2025-06-15"], "0.as-of": ["2027-02-01"],
        "0.person.activities.rows": ["0"],
    }  # fmt: skip
    answer = client.post(path, data)
    page = answer.content.decode()
    assert answer.status_code == 200, page
    assert "Total stands" in page
    none = client.post(path, {**form_on(page), "do": ["save"]})
    assert none.status_code == 422
    assert "Tick at least one" in none.content.decode()
    sent = {**form_on(page), "do": ["save"], "expect": ["needs|total", "short|total"]}
    assert client.post(path, sent).status_code == 302
    case = read_version(latest_of(draft)).cases[-1]
    assert (case.case, case.under, case.basis) == ("Nothing done yet", "2027", Basis.DERIVED)
    assert case.expect.short == {"total": 45}
    assert failing(draft) == []


def test_a_case_that_cannot_be_tells_where(client: Client, draft: Draft) -> None:
    path = at(draft, "cases/new")
    data = form_on(shown(client, path))
    data |= {"0.person.holdings.0.certified": ["soon"], "do": ["answer"]}
    answer = client.post(path, data)
    assert answer.status_code == 422
    assert "is not a date" in answer.content.decode()


def test_every_case_opened_and_saved_expects_the_same(client: Client, draft: Draft) -> None:
    before = read_version(latest_of(draft)).cases
    for number in range(1, len(before) + 1):
        assert send(client, at(draft, f"cases/{number}"), do="save") == 302
    after = read_version(latest_of(draft)).cases
    assert [(each.case, each.person, each.as_of, each.expect) for each in after] == [
        (each.case, each.person, each.as_of, each.expect) for each in before
    ]


def test_what_if_shows_progress_then_who_and_why(client: Client, draft: Draft, cast: Cast) -> None:
    send(client, at(draft, "clause/total"), do="save", clauses__total__need__amount__0__is="50")
    path = at(draft, "what-if")
    answer = client.post(path, {"as_of": "2026-11-21", "scope": "everybody"})
    where = answer.headers["Location"]
    assert "Judged so far" in shown(client, where)
    while advance_what_ifs(at=NOW):
        pass
    page = shown(client, where)
    assert "1 of 4 would turn from met to short." in page
    assert "Carol Lindqvist" in page
    assert "total turns short: 5 missing, before 0" in page
    table = shown(client, f"{where}/list.csv")
    assert "Carol Lindqvist,99120,ACSM-GEI,short,ready,short,total,short,0,5" in table
    send(client, at(draft, "clause/total"), do="save", clauses__total__need__amount__0__is="51")
    assert "The draft has changed since" in shown(client, where)
    assert WhatIf.objects.count() == 1
    dan = Client()
    dan.force_login(cast.dan)
    assert dan.get(where).status_code == 404


def test_published_and_withdrawn_from_the_pages(client: Client, draft: Draft) -> None:
    path = at(draft, "publish")
    page = shown(client, path)
    assert "Edition 2025 ends on 31 December 2026" in page
    dates = {"seen": "1", "do": "dates", "since": "2027-03-01", "chosen_by": "cycle-end"}
    assert client.post(path, {**dates, "since": ""}).status_code == 422
    assert client.post(path, dates).status_code == 302
    assert client.post(path, {"seen": "2", "do": "publish"}).status_code == 302
    assert rulebook_of("acsm", "2027").chosen_by == "cycle-end"
    assert "Withdraw it" in shown(client, "/staff/acsm/policy")
    withdraw = "/staff/acsm/policy/editions/2027/withdraw"
    assert client.post(withdraw, {"reason": "Not yet."}).status_code == 302
    assert "Not yet." in shown(client, "/staff/acsm/policy")


def test_a_second_person_gives_it_back_or_approves(
    client: Client, draft: Draft, cast: Cast
) -> None:
    set_practice(by=cast.hal, at=NOW, body_slug="acsm", second_person=True)
    appoint(person=cast.eve, body=cast.acsm, role=Role.OFFICER, by=cast.hal, at=NOW)
    path = at(draft, "publish")
    assert "Ask for approval" in shown(client, path)
    client.post(path, {"seen": "1", "do": "propose"})
    assert "somebody else approves it" in shown(client, path)
    eve = Client()
    eve.force_login(cast.eve)
    eve.post(path, {"do": "return", "reason": "Name a source."})
    assert "Name a source." in shown(client, at(draft))
    client.post(path, {"seen": "1", "do": "propose"})
    assert "Drafts of policy to approve" in shown(eve, "/staff/acsm/")
    assert "Approve and publish" in shown(eve, path)
    eve.post(path, {"seen": "1", "do": "publish"})
    assert rulebook_of("acsm", "2027").edition == "2027"
    assert "is policy now" in shown(client, at(draft))


def test_a_draft_is_put_away_and_taken_up(client: Client, draft: Draft) -> None:
    client.post(at(draft, "discard"))
    assert "Take it up again" in shown(client, at(draft))
    client.post(at(draft, "take-up"))
    assert "Take it up again" not in shown(client, at(draft))
