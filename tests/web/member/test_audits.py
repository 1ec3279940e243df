"""Answering an audit: from the first page to the decision, and whom it is hidden from."""

from __future__ import annotations

import io
import zipfile
from fractions import Fraction
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from recert.audits.actions import (
    declare_conflict,
    determine,
    judge_item,
    return_audit,
    write_to_holder,
)
from recert.audits.models import Ask, Audit, AuditState, Judged, Message
from recert.journal.queries import lines_about
from recert.transcript.actions import add_evidence
from recert.transcript.models import Evidence
from tests.audits.scene import DRAWN, SLUG, days, hold_draw, holder, renewed
from tests.cast import TODAY, Cast, course, log
from tests.web.papers.reading import words_of
from tests.web.staff.scene import picture


@pytest.fixture
def audit(cast: Cast, settings: Settings) -> Audit:
    """Somebody's case, opened just now: one of three activities has its certificate."""
    settings.RECERT_NOW = DRAWN
    renewed(cast, "ep", "one")
    (found,) = hold_draw(cast).audits
    return found


@pytest.fixture
def one(audit: Audit, client: Client) -> Client:
    """The browser of the one who is audited."""
    client.force_login(holder(audit))
    return client


def address(audit: Audit, act: str = "") -> str:
    return f"/me/audits/{audit.public_id}/{act}"


def shown(client: Client, where: str, status: int = 200) -> str:
    answer = client.get(where)
    assert answer.status_code == status, where
    return " ".join(answer.content.decode().split())


def items(audit: Audit) -> list[str]:
    """Where the page of each activity is, oldest first."""
    return [
        address(audit, f"activities/{id}/")
        for id in audit.items.values_list("public_id", flat=True)
    ]


def photo(colour: str = "navy", name: str = "photo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture(colour), "image/png")


def on(cast: Cast, audit: Audit, many: int) -> dict[str, Any]:
    return {"by": cast.dan, "at": days(many), "body_slug": SLUG, "public_id": audit.public_id}


def test_the_first_page_says_it_first(audit: Audit, one: Client) -> None:
    home = shown(one, "/me/")
    assert "You are asked to prove what you did by 12 January 2027, in 30 days." in home
    assert home.index("Audit of") < home.index('class="card standing')
    assert address(audit) in home
    page = shown(one, address(audit))
    assert "2 activities still lack something" in page
    assert "midnight in New York" in page
    assert "1 file is there" in page
    assert page.count("Proof is missing") == 2


def test_an_answer_with_photographs_and_notes(cast: Cast, audit: Audit, one: Client) -> None:
    _first, second, third = items(audit)
    asked = shown(one, second)
    assert "Certificate of completion" in asked
    loose = add_evidence(by=holder(audit), at=DRAWN, name="from the vault.png",
                         content=picture("teal"))  # fmt: skip
    assert "from the vault.png" in shown(one, second)
    early = one.post(address(audit, "send"), follow=True).content.decode()
    assert early.count("has neither a proof nor a note") == 2
    sent = {"proof": photo(), "proof_kept": loose.public_id, "note": "", "go_on": "1"}
    answer = one.post(second, sent)
    assert answer["Location"] == third  # the next that lacks something
    assert "2 files are there" in shown(one, second)
    answer = one.post(third, {"note": "The provider closed; I have <b>nothing</b>."})
    assert answer["Location"] == address(audit)
    assert "A note, no proof" in shown(one, address(audit))
    assert "Everything has a proof or a note" in shown(one, address(audit, "send"))
    for _click in range(2):
        one.post(address(audit, "send"))
    audit.refresh_from_db()
    assert audit.state == AuditState.ANSWERED
    assert lines_about(audit.subject).filter(code="audits.answered").count() == 1
    page = shown(one, address(audit))
    assert "has had your answer since" in page
    assert "Check and send" not in page
    assert "&lt;b&gt;nothing&lt;/b&gt;" in shown(one, third)
    assert 'name="note"' not in shown(one, third)  # it is with the body


def test_wrong_files_are_named_and_the_rest_is_kept(audit: Audit, one: Client) -> None:
    _first, second, _third = items(audit)
    bad = SimpleUploadedFile("certificate.pdf", b"%PDF-1.7 not really", "application/pdf")
    answer = one.post(second, {"proof": [photo("olive", "good.png"), bad], "note": "See both."})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "certificate.pdf" in page
    assert "See both." in page
    assert "good.png" in page
    again = shown(one, second)
    assert "good.png" in again
    assert "See both." in again
    theirs = one.post(second, {"proof_kept": Evidence.objects.exclude(
        person=holder(audit)).values_list("public_id", flat=True).first() or "none"})  # fmt: skip
    assert theirs.status_code == 404


def test_asking_for_time_and_writing(cast: Cast, audit: Audit, one: Client) -> None:
    wrong = one.post(address(audit, "ask"), {"kind": "extension", "until": "2026-12-20",
                                             "reason": "I am abroad."})  # fmt: skip
    assert wrong.status_code == 422
    assert "it lies after the one set now" in wrong.content.decode()
    assert "I am abroad." in wrong.content.decode()
    for _click in range(2):
        one.post(address(audit, "ask"), {"kind": "extension", "until": "2027-02-01",
                                         "reason": "I am abroad."})  # fmt: skip
    ask = Ask.objects.get()
    assert "More time" in shown(one, address(audit))
    one.post(address(audit, f"asks/{ask.public_id}/withdraw"))
    assert "Taken back" in shown(one, address(audit))
    for _click in range(2):
        one.post(address(audit), {"text": "Is a scan enough?", "key": "once"})
    assert Message.objects.count() == 1
    declare_conflict(**on(cast, audit, 1), has_conflict=False)
    write_to_holder(**on(cast, audit, 1), text="A scan is enough.", key="k")
    page = shown(one, address(audit))
    assert "Is a scan enough?" in page
    assert "A scan is enough." in page
    assert one.post(address(audit), {"text": " ", "key": "k"}).status_code == 422


def answered(audit: Audit, one: Client) -> None:
    for where in items(audit):
        one.post(where, {"note": "Lost it."})
    one.post(address(audit, "send"))
    audit.refresh_from_db()


def judged(cast: Cast, audit: Audit, many: int, *found: Judged) -> None:
    for item, verdict in zip(audit.items.all(), found, strict=True):
        judge_item(**on(cast, audit, many), item_id=item.public_id, judged=verdict,
                   reason="" if verdict is Judged.ACCEPT else "The second page is missing.",
                   clause="proof" if verdict is Judged.REJECT else "")  # fmt: skip


def test_what_is_asked_again_and_what_reviewers_think_before(
    cast: Cast, audit: Audit, one: Client, settings: Settings
) -> None:
    answered(audit, one)
    declare_conflict(**on(cast, audit, 1), has_conflict=False)
    judged(cast, audit, 2, Judged.ACCEPT, Judged.AGAIN, Judged.ACCEPT)
    page = shown(one, address(audit))
    assert "The second page is missing." not in page  # it is theirs until they say it
    assert "Accepted" not in page
    settings.RECERT_NOW = days(3)
    return_audit(**on(cast, audit, 3), note="One page, please.", due=None)
    page = shown(one, address(audit))
    assert "asks for something again" in page
    assert "by 15 January 2027" in page
    assert "Your days to answer began anew" in page
    assert "The second page is missing." in page
    one.post(items(audit)[1], {"proof": photo("maroon"), "note": ""})
    one.post(address(audit, "send"))
    audit.refresh_from_db()
    assert audit.state == AuditState.ANSWERED


def test_replacement_credit_and_the_decision(
    cast: Cast, audit: Audit, one: Client, settings: Settings
) -> None:
    answered(audit, one)
    declare_conflict(**on(cast, audit, 1), has_conflict=False)
    judged(cast, audit, 2, Judged.ACCEPT, Judged.ACCEPT, Judged.REJECT)
    determine(**on(cast, audit, 3), outcome=AuditState.REPLACING, reason="One was not proved.",
              clause="proof", owed=Fraction(20))  # fmt: skip
    settings.RECERT_NOW = days(4)
    page = shown(one, address(audit))
    assert "Replacement credit is due by" in page
    assert "20 CECs are due. You have listed 0 CECs, so 20 CECs are missing." in page
    assert "Not accepted" in page
    assert "One was not proved." in page
    assert "You can appeal until 15 January 2027" in page
    early = one.post(address(audit, "send"), follow=True).content.decode()
    assert "List at least one activity" in early
    entry = log(holder(audit), course("Winter course", TODAY, "20"))
    assert "Winter course" in shown(one, address(audit, "add"))
    assert "Winter course" not in shown(one, address(audit, "add?text=summer"))
    answer = one.post(address(audit, "add"), {"activity": entry.public_id})
    listed = answer["Location"]
    one.post(listed, {"proof": photo("purple"), "note": ""})
    assert "Everything has a proof" in shown(one, address(audit, "send"))
    one.post(address(audit, "send"))
    audit.refresh_from_db()
    assert audit.state == AuditState.REPLACED


def test_it_is_too_late_but_not_refused(audit: Audit, one: Client, settings: Settings) -> None:
    settings.RECERT_NOW = days(40)
    page = shown(one, address(audit))
    assert "Your answer was due on 12 January 2027, 10 days ago." in page
    assert "Send it all the same" in page
    assert "Check and send" in page


def test_ones_own_line_of_the_draw(cast: Cast, audit: Audit, one: Client) -> None:
    lot = audit.candidate
    page = shown(one, f"/me/audits/draws/{lot.draw.public_id}/")
    assert lot.identifier in page
    assert lot.salt in page
    assert "You were drawn" in page
    assert "100 %" in page
    assert "do not give this identifier" not in page
    assert lot.draw.title in shown(one, "/me/audits/")
    one.force_login(cast.ben)
    assert one.get(f"/me/audits/draws/{lot.draw.public_id}/").status_code == 404


def test_nobody_else_sees_it(cast: Cast, audit: Audit, one: Client) -> None:
    where = ["", "send", "ask", "add", "pack.zip", items(audit)[0].removeprefix(address(audit))]
    for whom in (cast.ben, cast.dan, cast.hal):
        one.force_login(whom)
        for act in where:
            assert one.get(address(audit, act)).status_code == 404, act
        for act in ["", "send", "ask", "add", where[-1], f"{where[-1]}remove"]:
            assert one.post(address(audit, act), {"text": "x", "key": "k", "note": "x",
                                                  "kind": "exemption", "reason": "x"}
                            ).status_code == 404, act  # fmt: skip
    assert not Message.objects.exists()
    one.force_login(holder(audit))
    other = one.post(address(audit, "add"), {"activity": log(cast.ben, course(
        "His", TODAY, "1")).public_id})  # fmt: skip
    assert other.status_code == 404


def test_the_pack_of_a_case_for_both_sides(cast: Cast, audit: Audit, one: Client) -> None:
    def opened(client: Client, where: str) -> str:
        answer: Any = client.get(where)
        assert answer.status_code == 200
        whole = b"".join(answer.streaming_content)
        with zipfile.ZipFile(io.BytesIO(whole)) as pack:
            assert any("Summit of one - one.png" in name for name in pack.namelist())
            return words_of(pack.read("00 Cover.pdf"))

    assert "Workshop of one" in opened(one, address(audit, "pack.zip"))
    desk = f"/staff/acsm/audits/{audit.public_id}/pack.zip"
    one.force_login(cast.dan)
    assert one.get(desk).status_code == 302  # whether there is a conflict comes first
    declare_conflict(by=cast.dan, at=days(1), body_slug=SLUG, public_id=audit.public_id,
                     has_conflict=False)  # fmt: skip
    assert "Workshop of one" in opened(one, desk)
    assert lines_about(audit.subject).filter(code="audits.pack-opened").count() == 1
    one.force_login(cast.fay)
    assert one.get(desk.replace("acsm", "action")).status_code == 404


def test_between_the_draw_and_the_letter_one_is_told_so(audit: Audit, one: Client) -> None:
    audit.items.all().delete()
    Audit.objects.filter(pk=audit.pk).delete()  # the worker has not come to it yet
    page = shown(one, "/me/audits/")
    assert "is on its way" in page
    assert "You are not being audited" not in page
