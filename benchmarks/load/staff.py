"""What staff do: look at the desk, decide applications, take money, search, review audits."""

from __future__ import annotations

from datetime import date

from benchmarks.load.browser import Answer
from benchmarks.load.working import BODY, Choice, Worker

ID = r"[A-Za-z0-9_-]+"
DESK = f"/staff/{BODY}/"
NAMES = ("ada", "okafor", "zoe m", "lindq", "0012", "person 12", "example.org", "nakam", "x")


def _today(who: Worker) -> None:
    who.look("staff: dashboard", DESK)


def _search(who: Worker) -> None:
    word = who.dice.choice(NAMES).replace(" ", "+")
    page = who.look("staff: search", f"{DESK}register?q={word}")
    links = page.links(rf"{DESK}register/{ID}")
    if links and who.dice.random() < 0.5:
        who.look("staff: certificant", who.dice.choice(links))


def _report(who: Worker) -> None:
    about = who.dice.choice(("renewals", "decisions", "register"))
    who.look("staff: report", f"{DESK}reports/about/{about}")


# ---------------------------------------------------------------- applications


def _application(who: Worker) -> tuple[str, Answer] | None:
    """One that waits, from anywhere in the queue, as several colleagues spread over it."""
    page = who.look("staff: queue", f"{DESK}applications")
    pages = page.links(r"\?[^\"]*page=\d+")
    if pages and who.dice.random() < 0.7:
        turn = who.dice.choice(pages).replace("&amp;", "&")
        page = who.look("staff: queue", f"{DESK}applications{turn}")
    waiting = page.links(rf"{DESK}applications/{ID}")
    if not waiting:
        return None
    path = who.dice.choice(waiting)
    return path, who.look("staff: application", path)


def _read(who: Worker) -> None:
    _application(who)


def _approve(who: Worker) -> None:
    found = _application(who)
    if found is None or f'{found[0]}/approve"' not in found[1].text:
        return
    page = who.look("staff: form to approve", f"{found[0]}/approve")
    form = page.form_with("reason")
    if form is not None:
        reason = who.new_name("All of it is there,")
        who.act(
            "approved", found[0].rpartition("/")[2],
            lambda: who.send("staff: approve", page, form, reason=reason),
            "Approved. The applicant is told.", reason=reason,
        )  # fmt: skip


def _return(who: Worker) -> None:
    found = _application(who)
    if found is None or f'{found[0]}/return"' not in found[1].text:
        return
    page = who.look("staff: form to return", f"{found[0]}/return")
    form = page.form_with("other-1")
    if form is not None:
        note = who.new_name("Send page two,")
        who.act(
            "returned", found[0].rpartition("/")[2],
            lambda: who.send("staff: return", page, form, **{"other-1": note}),
            "Returned. The clock is stopped", note=note,
        )  # fmt: skip


# ---------------------------------------------------------------- money


def _payments(who: Worker) -> None:
    who.look("staff: bills", f"{DESK}payments?show={who.dice.choice(('open', 'paid', 'all'))}")


def _record(who: Worker) -> None:
    page = who.look("staff: bills", f"{DESK}payments?page={who.dice.randint(1, 9)}")
    bills = page.links(rf"{DESK}payments/{ID}")
    if not bills:
        return
    path = who.dice.choice(bills)
    page = who.look("staff: bill", path)
    form = page.form_with("cents", "reference", "key")
    if form is not None:
        reference = who.new_name("Wire")
        day = date.today().replace(day=1).isoformat()  # noqa: DTZ011
        typed = {"reference": reference, "method": "transfer", "received_on": day}
        who.act(
            "paid", path.rpartition("/")[2],
            lambda: who.send("staff: record a payment", page, form, **typed),
            "Recorded. A receipt is on its way.", reference=reference,
        )  # fmt: skip


# ---------------------------------------------------------------- audits


def _audits(who: Worker) -> None:
    """One step of a case: declare, judge what is not judged yet, decide."""
    page = who.look("staff: audits", f"{DESK}audits")
    cases = [each for each in page.links(rf"{DESK}audits/{ID}") if "draws" not in each]
    if not cases:
        return
    path = who.dice.choice(cases)
    page = who.look("staff: audit", path)
    declare = page.form_with("act", "conflict", "says")
    if (
        declare is not None
        and ("act", "declare") in declare.fields
        and "Judge each" not in (page.text)
    ):
        page = who.send("staff: declare no conflict", page, declare, conflict="no")
    items = page.links(rf"{path}/items/{ID}")
    judged: set[str] = who.knows.setdefault("judged", set())
    left = [each for each in items if each not in judged]
    if left:
        _judge(who, left[0])
        judged.add(left[0])
    elif (form := page.form_with("act", "outcome", "owed")) is not None:
        typed = {"outcome": "passed", "reason": "All is proven."}
        who.act(
            "determined", path.rpartition("/")[2],
            lambda: who.send("staff: decide an audit", page, form, **typed),
            "Decided. The holder is told.",
        )  # fmt: skip


def _judge(who: Worker, path: str) -> None:
    page = who.look("staff: audit, an activity", path)
    form = page.form_with("judged", "amount", "reason")
    if form is not None:
        reason = who.new_name("As the certificate says,")
        typed = {"judged": "accept", "amount": "", "reason": reason}
        who.act(
            "judged", path.rpartition("/")[2],
            lambda: who.send("staff: judge an activity", page, form, **typed),
            "Noted. It counts once the case is decided.", reason=reason,
        )  # fmt: skip


REVIEWER: tuple[Choice, ...] = (
    (14, _today),
    (14, _search),
    (14, _read),
    (18, _approve),
    (6, _return),
    (20, _audits),
)
CASHIER: tuple[Choice, ...] = ((12, _today), (20, _payments), (30, _record))
OWNER: tuple[Choice, ...] = (
    *REVIEWER,
    *CASHIER,
    (6, _report),
)
