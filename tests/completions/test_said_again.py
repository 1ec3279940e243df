"""The same said twice, the contrary said later, and what a provider typed in a hurry."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from recert.catalogue.models import CourseApproval, CourseClass, CourseEdition
from recert.completions.attending import check_in, check_out
from recert.completions.claiming import claim, open_window
from recert.completions.correcting import correct, void
from recert.completions.disputing import dispute_missing
from recert.completions.models import Completion, CompletionState
from recert.completions.outward import Asked, changed_since, pass_on
from recert.completions.posting_attendance import post_attendance
from recert.completions.receiving import Named, PartTaken, line_of
from recert.completions.typing_anew import line_anew, words_of
from recert.enrolments.actions import cancel_for_all
from recert.lib.refusals import Refused
from recert.notices.models import Notice
from recert.transcript.actions import add_evidence
from recert.transcript.queries import transcript_of
from tests.cast import NOW, course, log
from tests.completions.rostering import HEAD, brought, named, posted
from tests.completions.scene import DAY, fields, line, send, sent, set_birthdays, states
from tests.completions.test_recalls_meeting import by_body, work
from tests.teaching import Teaching, taught
from tests.transcript.files import pdf

S = CompletionState
ENDS = datetime(2026, 12, 5, 17, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _birthdays(teaching: Teaching) -> None:
    set_birthdays(teaching)


def at_the_class(teaching: Teaching) -> dict[str, Any]:
    """Pia, in the class as it ends."""
    return {
        "by": teaching.pia, "at": ENDS, "provider_slug": "movement-lab",
        "class_id": teaching.open_class.public_id,
    }  # fmt: skip


def test_a_correction_that_says_the_same_is_none(teaching: Teaching) -> None:
    done = sent(teaching)
    assert correct(by=teaching.nia, at=NOW, completion=done, line=line_of(done), reason="x") == done
    assert not Notice.objects.filter(kind="credit-corrected").exists()
    # approved meanwhile, from a day gone by on: the same words come to more
    CourseApproval.objects.filter(pk=teaching.by_acsm.pk).update(amount_grains=None)
    assert correct(by=teaching.nia, at=NOW, completion=done, line=line_of(done), reason="x") != done


def test_a_stale_page_does_not_pass_for_the_newest(teaching: Teaching) -> None:
    for number in ("B", "C"):
        taught(teaching.lab, number, f"Course {number}", 60)
    done = sent(teaching)
    asked: dict[str, Any] = {"by": teaching.nia, "at": NOW, "completion": done, "reason": "x"}
    new = correct(**asked, line=line(course="B"))
    assert correct(**asked, line=line(course="B")) == new
    with pytest.raises(Refused, match="corrected already"):
        correct(**asked, line=line(course="C"))


def test_not_passed_after_all_is_not_passed_over(teaching: Teaching) -> None:
    sent(teaching, line(external_id="x-1"))
    received = send(teaching, line(external_id="x-1", passed=False), line(row=2, passed=False),
                    line(row=3, passed=False, completed=date(2026, 11, 1)), key="k2")  # fmt: skip
    assert states(received) == [S.PROBLEM, S.PROBLEM, S.FAILED]
    assert fields(received)[0] == ["passed"]


def test_a_share_of_unknown_length_is_none(teaching: Teaching) -> None:
    CourseEdition.objects.filter(pk=teaching.edition.pk).update(minutes=None)
    received = send(teaching, line(parts=(PartTaken(minutes=10**12),)))
    assert fields(received) == [["parts"]]


def test_one_report_answers_one_question(teaching: Teaching) -> None:
    """Two days of one course are missing, and one of them is reported; or a day beside it."""
    ada = teaching.cast.ada
    file = add_evidence(by=ada, at=NOW, name="c.pdf", content=pdf()).public_id
    days = (date(2026, 11, 7), DAY)
    first, second = (
        dispute_missing(by=ada, at=NOW, course=teaching.course, completed=day, key=str(day),
                        evidence_id=file)
        for day in days
    )  # fmt: skip
    sent(teaching)
    for each in (first, second):
        each.refresh_from_db()
    assert (first.state, second.state) == ("waiting", "settled")
    assert first.provisional in transcript_of(ada)
    log(ada, course("Ethics in practice", date(2026, 11, 6), "2"))
    sent(teaching, line(completed=date(2026, 11, 6)), key="k2")
    first.refresh_from_db()
    assert first.state == "settled"
    assert transcript_of(ada).filter(title="Ethics in practice").count() == 2


def test_what_was_voided_is_not_claimed_once_more(teaching: Teaching) -> None:
    window = open_window(
        **at_the_class(teaching), since=ENDS, until=ENDS + timedelta(minutes=30), key="w"
    )
    done = claim(by=teaching.cast.ada, at=ENDS, code=window.code)
    void(by=teaching.nia, at=ENDS, completion=done, reason="She was not there")
    with pytest.raises(Refused, match="took back what you claimed"):
        claim(by=teaching.cast.ada, at=ENDS, code=window.code)


def test_minutes_count_however_somebody_was_noted(teaching: Teaching) -> None:
    CourseClass.objects.filter(pk=teaching.open_class.pk).update(least_minutes=50)
    there = at_the_class(teaching)
    begun = {**there, "at": ENDS - timedelta(hours=2)}
    for who, minutes in (("ada", 49), ("ben", 50)):
        came = check_in(**begun, named=Named(email=f"{who}@example.org"))
        left = ENDS - timedelta(hours=2) + timedelta(minutes=minutes, seconds=30)
        check_out(**{**there, "at": left}, attendee_ids=[came.public_id])
    window = open_window(**there, since=ENDS, until=ENDS + timedelta(minutes=30), key="w")
    with pytest.raises(Refused, match="noted with 49"):
        claim(by=teaching.cast.ada, at=ENDS, code=window.code)
    received = post_attendance(**there, key="k")
    assert states(received) == [S.ACCEPTED]
    assert post_attendance(**there, key="k").report == received.report  # pressed twice
    assert not transcript_of(teaching.cast.ada).filter(reported_by="provider").exists()


def test_a_class_that_was_held_is_not_cancelled(teaching: Teaching) -> None:
    with pytest.raises(Refused, match="is over"):
        cancel_for_all(by=teaching.nia, at=ENDS, provider_slug="movement-lab",
                       class_id=teaching.open_class.public_id, reason="Nobody came")  # fmt: skip


def test_an_edition_a_machine_named_stays_when_the_rest_is_typed_anew(teaching: Teaching) -> None:
    newer = CourseEdition.objects.get(pk=teaching.edition.pk)
    newer.pk, newer.public_id, newer.number, newer.since = None, "newer", 2, date(2026, 6, 1)
    newer.save()
    done = sent(teaching, line(edition=1, said={"edition": 1}))
    anew = line_anew(done, {**words_of(done), "grade": "A"})
    new = correct(by=teaching.nia, at=NOW, completion=done, line=anew, reason="The grade")
    assert (new.edition, new.grade) == (teaching.edition, "A")


def test_days_are_read_as_their_column_tells_and_not_as_the_last_list_did(
    teaching: Teaching,
) -> None:
    row = "Ada Ruiz,104233,03-14,,ML-101,{},Y"
    first = named(teaching, brought(teaching, f"{HEAD}\n{row.format('03/04/2026')}"),
                  orders={"completed": "month-first"})  # fmt: skip
    posted(teaching, first)
    days = ("25/10/2026", "03/11/2026")
    second = brought(teaching, "\n".join((HEAD, *map(row.format, days))))
    assert second.orders == {}
    kept = posted(teaching, named(teaching, second))
    assert [each.completed for each in kept] == [date(2026, 10, 25), date(2026, 11, 3)]


def test_one_row_as_ce_broker_wants_it_needs_no_headings(teaching: Teaching) -> None:
    CourseApproval.objects.filter(pk=teaching.by_acsm.pk).update(number="20-123456")
    roster = brought(teaching, "50-12345,20-123456,,,104233,2/29/2027,FL,RN\n")
    assert (roster.layout, roster.rows) == ("ce-broker", 1)
    with pytest.raises(Refused, match="no row below"):
        brought(teaching, "Name,Number\n")


def test_what_was_recalled_since_stands_beside_what_went_out(teaching: Teaching) -> None:
    done = sent(teaching)
    out = {
        body: pass_on(by=teaching.pia, at=NOW, provider_slug="movement-lab", key=str(body),
                      asked=Asked(body=body))
        for body in (teaching.cast.acsm, teaching.cast.ace)
    }  # fmt: skip
    by_body(teaching, teaching.cast.hal)
    work(NOW + timedelta(minutes=1))
    said = {body.slug: [each.completion for each in changed_since(sent)]
            for body, sent in out.items()}  # fmt: skip
    assert said == {"acsm": [done], "ace": []}
    assert Completion.objects.get().state == S.ACCEPTED
