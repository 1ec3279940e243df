"""Bulk acts: shown before they are done, done in parts, once, and undone as a whole."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from recert.credentials.actions import register_certification, rule
from recert.credentials.models import Certification, Ruling
from recert.journal.models import Line
from recert.lib.refusals import NotFound, Refused
from recert.notices.models import Notice
from recert.payments.actions import Line as Priced
from recert.payments.actions import Promise, issue_invoice, offer
from recert.people.models import Person
from recert.register import bulk
from recert.register.bulk import Choice, advancing
from recert.register.models import BulkAct, BulkState, LineState
from recert.renewals.actions import begin_renewal
from recert.rules.facts import DecisionKind
from recert.rules.findings import Status
from recert.standing.queries import standing_of
from tests.cast import NOW, TODAY, Cast
from tests.counting import counted

UNTIL = date(2027, 3, 31)
EVERYBODY = Choice(expires_since=date(2026, 12, 31), expires_until=date(2026, 12, 31))


def ask(cast: Cast, kind: str = "extend", choice: Choice = EVERYBODY, **more: Any) -> BulkAct:
    given = {"reason": "The storm closed the test centres.", "key": "k", "until": UNTIL, **more}
    act = bulk.ask_bulk_act(
        by=cast.hal, at=NOW, body_slug="acsm", kind=kind, choice=choice, **given
    )
    return work(act)


def work(act: BulkAct) -> BulkAct:
    while bulk.advance_bulk_act(act, at=NOW):
        pass
    return act


def staff(cast: Cast, act: BulkAct) -> dict[str, Any]:
    return {"by": cast.hal, "at": NOW, "body_slug": "acsm", "public_id": act.public_id}


def confirm(cast: Cast, act: BulkAct) -> BulkAct:
    return work(bulk.confirm_bulk_act(**staff(cast, act)))


def shown(act: BulkAct) -> dict[str, tuple[str, str]]:
    return {
        line.certification.person.name.split()[0]: (line.state, line.why)
        for line in bulk.lines_of(act)
    }


def ends(cast: Cast) -> set[date]:
    held = (cast.ada_acsm, cast.ben_acsm, cast.carol_acsm)
    return {standing_of(each, TODAY).cycle.end for each in held}  # type: ignore[union-attr]


def test_an_amnesty_is_shown_done_once_and_undone_as_a_whole(cast: Cast) -> None:
    extended = rule(
        by=cast.hal, at=NOW, body_slug="acsm", public_id=cast.ben_acsm.public_id,
        kind=DecisionKind.EXTEND, reason="Illness.", until=date(2027, 1, 31),
    )  # fmt: skip
    act = ask(cast, choice=Choice(expires_until=date(2026, 12, 31), once=True))
    assert act.state == BulkState.READY
    assert shown(act) == {
        "Ada": ("chosen", ""), "Carol": ("chosen", ""), "Dan": ("chosen", ""),
        "Ben": ("left-out", "extended"),
    }  # fmt: skip
    line = act.lines.get(certification=cast.ada_acsm)
    assert (line.was_until, line.then_until) == (date(2026, 12, 31), UNTIL)
    assert (line.was, line.then) == ("active", "active")
    assert Ruling.objects.get() == extended  # nothing is done by being shown
    before = Line.objects.count()

    for _click in range(2):
        confirm(cast, act)
    act.refresh_from_db()
    assert act.state == BulkState.DONE
    assert ends(cast) == {UNTIL, date(2027, 1, 31)}
    assert Ruling.objects.filter(reason__startswith="The storm").count() == 3
    told = Notice.objects.filter(key__startswith=f"bulk:{act.public_id}")
    assert told.count() == 3
    assert "The storm closed the test centres." in told[0].text
    assert Line.objects.filter(code="credentials.ruled").count() == 4
    assert Line.objects.count() == before + 4  # who confirmed, and what it did to each

    again = ask(cast, key="another", choice=EVERYBODY)
    assert {state for state, _why in shown(again).values()} == {"left-out"} | {"chosen"}
    assert shown(again)["Ada"] == ("left-out", "later")
    assert ask(cast, key="another") == again

    for _click in range(2):
        work(bulk.undo_bulk_act(**staff(cast, act)))
    act.refresh_from_db()
    assert act.state == BulkState.UNDONE
    assert ends(cast) == {date(2026, 12, 31), date(2027, 1, 31)}
    assert not Ruling.objects.filter(reason__startswith="The storm", ended_on=None).exists()


def test_what_changed_since_the_list_is_left_alone(cast: Cast) -> None:
    act = ask(cast, "suspend", until=None, reason="Nobody paid.")
    rule(
        by=cast.hal, at=NOW, body_slug="acsm", public_id=cast.ada_acsm.public_id,
        kind=DecisionKind.SUSPEND, reason="A complaint.",
    )  # fmt: skip
    confirm(cast, act)
    assert shown(act)["Ada"] == ("skipped", "already")
    assert standing_of(cast.ben_acsm, TODAY).status is Status.SUSPENDED
    work(bulk.undo_bulk_act(**staff(cast, act)))
    assert standing_of(cast.ben_acsm, TODAY).status is Status.ACTIVE
    assert standing_of(cast.ada_acsm, TODAY).status is Status.SUSPENDED  # that was another act


def test_whoever_has_not_paid_is_put_on_hold_and_the_hold_ended_for_all(cast: Cast) -> None:
    issue_invoice(
        by=cast.hal, at=NOW - timedelta(days=95), person=cast.ben, body=cast.acsm,
        subject="dues:2026", lines=[Priced("", "Dues", 5000)],
    )  # fmt: skip
    assert shown(ask(cast, "hold", Choice(unpaid_days=96), until=None, key="a")) == {}
    act = ask(cast, "hold", Choice(unpaid_days=90), until=None, key="b")
    assert shown(act) == {"Ben": ("chosen", "")}
    confirm(cast, act)
    assert standing_of(cast.ben_acsm, TODAY).status is Status.ON_HOLD

    everybody = Choice(statuses=("on-hold",), ends="hold")
    end = ask(cast, "end", everybody, until=None, key="c")
    line = end.lines.get()
    assert (line.was, line.then) == ("on-hold", "active")
    confirm(cast, end)
    assert standing_of(cast.ben_acsm, TODAY).status is Status.ACTIVE
    work(bulk.undo_bulk_act(**staff(cast, end)))
    assert standing_of(cast.ben_acsm, TODAY).status is Status.ON_HOLD


def test_what_is_not_due_is_no_debt(cast: Cast) -> None:
    """A part promised for later, an offer nobody took up, what is not applied for yet."""
    long_ago = NOW - timedelta(days=95)
    say: dict[str, Any] = {"by": None, "at": long_ago, "body": cast.acsm}
    due: dict[str, Any] = {"lines": [Priced("", "Fee", 5000)]}
    issue_invoice(**say, **due, person=cast.ben, subject="dues:2026", due_on=TODAY)
    promise = Promise(clause="more-time", says="More time.", edition="", edition_sha256="")
    offer(
        by=cast.carol, at=long_ago, certification=cast.carol_acsm, promise=promise,
        lines=[Priced("more-time", "More time.", 9900)], extends_to=UNTIL,
    )  # fmt: skip
    begun = begin_renewal(by=cast.ada, at=NOW, certification_id=cast.ada_acsm.public_id)
    issue_invoice(**say, **due, person=cast.ada, subject=begun.subject)
    assert shown(ask(cast, "hold", Choice(unpaid_days=1), until=None, key="a")) == {}
    due_today = ask(cast, "hold", Choice(unpaid_days=0), until=None, key="b")
    assert shown(due_today) == {"Ben": ("chosen", "")}


def test_more_time_that_is_used_up_was_given_all_the_same(cast: Cast) -> None:
    rule(
        by=cast.hal, at=NOW, body_slug="acsm", public_id=cast.ben_acsm.public_id,
        kind=DecisionKind.EXTEND, reason="Illness.", until=date(2027, 1, 31),
    )  # fmt: skip
    february = NOW + timedelta(days=90)
    act = bulk.ask_bulk_act(
        by=cast.hal, at=february, body_slug="acsm", kind="extend", key="k", until=UNTIL,
        reason="Storm.", choice=Choice(expires_until=date(2026, 12, 31), once=True),
    )  # fmt: skip
    assert shown(work(act))["Ben"] == ("left-out", "extended")


def test_undoing_says_nothing_about_what_ended_by_itself(cast: Cast) -> None:
    act = ask(cast)
    confirm(cast, act)
    Ruling.objects.filter(certification=cast.ada_acsm).update(ended_on=TODAY)  # she renewed
    work(bulk.undo_bulk_act(**staff(cast, act)))
    told = Notice.objects.filter(key__contains=":undone:")
    assert told.count() == 3
    assert not told.filter(recipient_id=cast.ada.public_id).exists()
    assert shown(act)["Ada"] == ("skipped", "over")
    assert bulk.counts_of(act) == {
        "left-out": 0, "chosen": 0, "done": 0, "skipped": 1, "undone": 3,
    }  # fmt: skip


def test_undoing_an_end_leaves_alone_what_was_decided_anew_or_would_be_over(cast: Cast) -> None:
    held = (cast.ada_acsm, cast.ben_acsm, cast.carol_acsm)
    for each, until in zip(held, (None, TODAY + timedelta(days=1), None), strict=True):
        rule(
            by=cast.hal, at=NOW, body_slug="acsm", public_id=each.public_id,
            kind=DecisionKind.HOLD, reason="Bills.", until=until,
        )  # fmt: skip
    act = ask(cast, "end", Choice(statuses=("on-hold",), ends="hold"), until=None)
    confirm(cast, act)
    rule(
        by=cast.hal, at=NOW, body_slug="acsm", public_id=cast.ada_acsm.public_id,
        kind=DecisionKind.HOLD, reason="Again.",
    )  # fmt: skip
    later = NOW + timedelta(days=5)
    act = bulk.undo_bulk_act(**staff(cast, act) | {"at": later})
    while bulk.advance_bulk_act(act, at=later):
        pass
    assert shown(act) == {
        "Ada": ("skipped", "already"), "Ben": ("skipped", "over"), "Carol": ("undone", ""),
    }  # fmt: skip
    assert Ruling.objects.filter(kind="hold", ended_on=None).count() == 2


def test_a_letter_goes_to_each_and_nothing_is_decided(cast: Cast) -> None:
    act = ask(cast, "letter", until=None, subject="We moved", reason="Our new address.")
    confirm(cast, act)
    letters = Notice.objects.filter(kind="body-letter")
    assert {each.subject for each in letters} == {"We moved"}
    assert letters.count() == 4
    assert not Ruling.objects.exists()
    with pytest.raises(Refused, match="cannot be taken back"):
        bulk.undo_bulk_act(**staff(cast, act))


def test_nobody_acts_on_their_own_and_each_body_sees_its_own(cast: Cast) -> None:
    Certification.objects.filter(pk=cast.dan_acsm.pk).update(person=cast.hal)
    act = ask(cast)
    assert shown(act)["Hal"] == ("left-out", "own")
    for somebody, slug in ((cast.dan, "acsm"), (cast.fay, "acsm"), (cast.fay, "action")):
        with pytest.raises(NotFound):
            bulk.bulk_act_for_staff(somebody, slug, act.public_id)
        with pytest.raises(NotFound):
            bulk.confirm_bulk_act(by=somebody, at=NOW, body_slug=slug, public_id=act.public_id)


@pytest.mark.parametrize(
    ("kind", "choice", "more", "field"),
    [
        ("burn", EVERYBODY, {}, "kind"),
        ("extend", EVERYBODY, {"reason": " "}, "reason"),
        ("extend", EVERYBODY, {"until": None}, "until"),
        ("extend", EVERYBODY, {"until": TODAY}, "until"),
        ("hold", EVERYBODY, {"until": TODAY - timedelta(days=1)}, "until"),
        ("letter", EVERYBODY, {"until": None}, "subject"),
        ("end", EVERYBODY, {"until": None}, "ends"),
        ("hold", Choice(unpaid_days=-1), {"until": None}, "unpaid_days"),
        ("hold", Choice(unpaid_days=10**7), {"until": None}, "unpaid_days"),
        ("hold", Choice(expires_since=UNTIL, expires_until=TODAY), {"until": None},
         "expires_until"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_for(
    cast: Cast, kind: str, choice: Choice, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        ask(cast, kind, choice, **more)
    assert [each.field for each in refused.value.refusals] == [field]
    assert not BulkAct.objects.exists()


def test_discarded_nothing_is_done(cast: Cast) -> None:
    act = ask(cast)
    for _click in range(2):
        bulk.discard_bulk_act(**staff(cast, act))
    with pytest.raises(Refused, match="moved on"):
        bulk.confirm_bulk_act(**staff(cast, act))
    assert not Ruling.objects.exists()
    nobody = ask(cast, choice=Choice(credential="none"), key="nobody")
    with pytest.raises(Refused, match="Nobody is on the list"):
        bulk.confirm_bulk_act(**staff(cast, nobody))


class Killed(BaseException):
    """The process is gone."""


@pytest.mark.parametrize("moment", ["write_many", "tell_many"])
def test_killed_in_the_middle_it_goes_on_where_it_stood(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    monkeypatch.setattr(advancing, "AT_ONCE", 2)
    act = ask(cast)
    bulk.confirm_bulk_act(**staff(cast, act))
    act.refresh_from_db()
    assert bulk.advance_bulk_act(act, at=NOW)  # the first two are done

    def die(**_given: object) -> None:
        raise Killed

    with monkeypatch.context() as death:
        death.setattr(f"recert.register.bulk.doing.{moment}", die)
        with pytest.raises(Killed):
            bulk.advance_bulk_act(act, at=NOW)
    assert Ruling.objects.count() == 2  # of the third and fourth nothing is left behind
    assert act.lines.filter(state=LineState.CHOSEN).count() == 2
    work(BulkAct.objects.get(pk=act.pk))  # another process, later
    assert Ruling.objects.count() == 4
    assert Notice.objects.filter(key__startswith=f"bulk:{act.public_id}").count() == 4


def test_two_workers_at_the_same_part_do_it_once(cast: Cast) -> None:
    act = ask(cast)
    bulk.confirm_bulk_act(**staff(cast, act))
    first, second = (BulkAct.objects.get(pk=act.pk) for _ in range(2))
    lines = advancing._next(first, LineState.CHOSEN)
    bulk.advance_bulk_act(second, at=NOW)
    with transaction.atomic():
        mine = advancing._take(first, BulkState.RUNNING, lines, LineState.CHOSEN, LineState.DONE)
    assert not mine
    assert Ruling.objects.count() == 4


def test_a_part_asks_as_much_of_the_database_for_many_as_for_few(cast: Cast) -> None:
    def cost(key: str) -> int:
        act = bulk.ask_bulk_act(
            by=cast.hal, at=NOW, body_slug="acsm", kind="extend", choice=EVERYBODY,
            reason="Storm.", key=key, until=UNTIL + timedelta(days=len(key)),
        )  # fmt: skip
        with counted() as asked:
            bulk.advance_bulk_act(act, at=NOW)  # the list
            bulk.advance_bulk_act(act, at=NOW)
            bulk.confirm_bulk_act(**staff(cast, act))
            act.refresh_from_db()
            bulk.advance_bulk_act(act, at=NOW)
        return len(asked)

    cost("k")  # caches are warm
    few = cost("kk")
    for number in range(30):
        whom = Person.objects.create_user(f"p{number}@example.org", None, name=f"P {number}")
        register_certification(
            by=cast.hal, at=NOW, person=whom, body=cast.acsm, credential="cpt",
            certified=date(2020, 6, 15), expires=date(2026, 12, 31), number=f"9{number}",
        )  # fmt: skip
    assert cost("kkk") <= few
    assert Ruling.objects.count() == 4 + 4 + 34


def test_who_has_left_gets_no_more_time_and_who_renewed_since_is_left_alone(cast: Cast) -> None:
    def withdraw(held: Certification) -> None:
        rule(
            by=cast.hal, at=NOW, body_slug="acsm", public_id=held.public_id,
            kind=DecisionKind.WITHDRAW, reason="A forged card.",
        )  # fmt: skip

    withdraw(cast.ben_acsm)
    act = ask(cast)
    assert shown(act)["Ben"] == ("left-out", "gone")
    withdraw(cast.carol_acsm)
    Certification.objects.filter(pk=cast.ada_acsm.pk).update(expires=date(2029, 12, 31))
    confirm(cast, act)
    assert shown(act) == {
        "Ada": ("skipped", "later"), "Ben": ("left-out", "gone"),
        "Carol": ("skipped", "gone"), "Dan": ("done", ""),
    }  # fmt: skip
    assert Ruling.objects.filter(kind="extend").count() == 1
