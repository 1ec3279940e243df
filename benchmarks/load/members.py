"""What a member does: reads, logs activities with and without proof, renews, answers an audit."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from io import BytesIO

from PIL import Image, ImageDraw

from benchmarks.load.browser import Answer, Form
from benchmarks.load.working import Choice, Worker

ID = r"[A-Za-z0-9_-]+"


def _home(who: Worker) -> None:
    who.look("member: home", "/me/")


def _transcript(who: Worker) -> None:
    who.look("member: transcript", "/me/activities/")


def _certification(who: Worker) -> None:
    page = who.look("member: home", "/me/")
    links = page.links(f"/me/certifications/{ID}/")
    if links:
        who.look("member: certification", who.dice.choice(links))


def _papers(who: Worker) -> None:
    who.look("member: documents", "/me/documents/")


def _bills(who: Worker) -> None:
    who.look("member: bills", "/me/bills/")


# ---------------------------------------------------------------- activities


def certificate(text: str) -> bytes:
    """A picture as a telephone takes it of a certificate, smaller; no two are alike."""
    picture = Image.new("RGB", (900, 640), "white")
    ImageDraw.Draw(picture).text((40, 40), text, fill="black")
    content = BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()


def _entry(who: Worker, form: Form) -> tuple[str, list[tuple[str, str]]]:
    title = who.new_name("Load")
    day = date.today().replace(day=1)  # noqa: DTZ011  # any day that is not to come
    typed = {
        "kind": "course", "title": title, "completed": day.isoformat(),
        "provider_name": "ACSM", "amount_0": "0.5", "unit_0": "cec", "by_0": "ACSM",
        "delivery": "live-online",
    }  # fmt: skip
    return title, form.filled(**typed)


def _log(who: Worker) -> None:
    page = who.look("member: form to log", "/me/activities/log")
    form = page.form_with("key", "title", "completed")
    if form is not None:
        title, fields = _entry(who, form)
        who.act(
            "logged", "", lambda: who.post("member: log an activity", page.path, fields),
            _entry_in, title=title, proof="",
        )  # fmt: skip


def _log_with_proof(who: Worker) -> None:
    page = who.look("member: form to log", "/me/activities/log")
    form = page.form_with("key", "title", "completed")
    if form is not None:
        title, fields = _entry(who, form)
        file = ("proof", f"{title}.png", certificate(title))
        who.act(
            "logged", "", lambda: who.post("member: log with proof", page.path, fields, [file]),
            _entry_in, title=title, proof="yes",
        )  # fmt: skip


def _entry_in(sent: Answer) -> str | None:
    """The public id of what was logged, which the page that comes then is about."""
    path, _mark, query = sent.path.partition("?")
    return path.rstrip("/").rpartition("/")[2] if "saved=1" in query else None


# ---------------------------------------------------------------- renewing


def _renew(who: Worker) -> None:
    """The next certification that can be renewed, from the first click to sending it."""
    left: list[str] | None = who.knows.get("to-renew")
    if left is None:
        page = who.look("member: home", "/me/")
        left = who.knows["to-renew"] = page.links(f"/me/certifications/{ID}/")
    while left:
        page = who.look("member: certification", left.pop())
        form = page.form_to("/renew")
        if form is not None:
            begin = partial(who.send, "member: begin to renew", page, form)
            _apply(who, who.act("begun", "", begin, _renewal_in))
            return
    who.look("member: renewals", "/me/renewals/")


def _renewal_in(sent: Answer) -> str | None:
    """The public id of the application that was begun."""
    found = re.fullmatch(rf"/me/renewals/({ID})/", sent.path)
    return found[1] if found else None


def _apply(who: Worker, page: Answer) -> None:
    at = page.path
    if _renewal_in(page) is None:
        return
    totals = who.look("member: renewal, credits", f"{at}check")
    form = next((each for each in totals.forms() if each.fields and len(each.names) > 1), None)
    if form is not None:
        who.send("member: declare totals", totals, form)
    _affirm(who, f"{at}affirm")
    _settle(who, f"{at}pay")
    last = who.look("member: renewal, sending", f"{at}send")
    form = last.form_with("csrfmiddlewaretoken") if "/send" in last.path else None
    send = next((each for each in last.forms() if not each.action or each.action == at), form)
    if send is None:
        who.figures.was_refused("sent")
        return
    who.act(
        "sent", at.rstrip("/").rpartition("/")[2],
        lambda: who.send("member: send an application", last, send),
        "Sent. The receipt is below",
    )  # fmt: skip


def _affirm(who: Worker, path: str) -> None:
    page = who.look("member: renewal, affirming", path)
    form = page.form_with("to")
    if form is not None:
        words = [("to", word) for word in _words_to_affirm(page)]
        fields = [field for field in form.fields if field[0] != "to"] + words
        who.post("member: affirm", page.path, fields)


def _words_to_affirm(page: Answer) -> list[str]:
    return [
        part.partition('value="')[2].partition('"')[0] for part in page.text.split('name="to"')[1:]
    ]


def _settle(who: Worker, path: str) -> None:
    """Ask for the invoice and say that the money is on its way."""
    page = who.look("member: renewal, paying", path)
    if page.form_to("/sent") is None:
        ask = next((each for each in page.forms() if not each.action), None)
        if ask is None:
            return
        page = who.send("member: ask for the invoice", page, ask)
    form = page.form_to("/sent")
    if form is not None:
        who.send("member: money is on its way", page, form)


# ---------------------------------------------------------------- an audit


def _audit(who: Worker) -> None:
    """One more activity of the first open case, and then the answer."""
    page = who.look("member: audits", "/me/audits/")
    cases = page.links(f"/me/audits/{ID}/")
    if not cases:
        return
    page = who.look("member: audit", cases[0])
    noted: set[str] = who.knows.setdefault("noted", set())
    left = [each for each in page.links(rf"{cases[0]}activities/{ID}/") if each not in noted]
    if left:
        noted.add(left[0])
        _note(who, left[0])
    elif f'{cases[0]}send"' in page.text:
        last = who.look("member: audit, sending", f"{cases[0]}send")
        form = next((each for each in last.forms() if not each.action), None)
        if form is not None:
            who.act(
                "answered", cases[0].rstrip("/").rpartition("/")[2],
                lambda: who.send("member: answer an audit", last, form),
                "Sent. You are told as soon as",
            )  # fmt: skip


def _note(who: Worker, path: str) -> None:
    page = who.look("member: audit, an activity", path)
    form = page.form_with("note")
    if form is None:
        return
    note = who.new_name("Note")
    file = ("proof", "certificate.png", certificate(note))
    fields = form.filled(note=note)
    who.act(
        "noted", path.rstrip("/").rpartition("/")[2],
        lambda: who.post("member: prove an activity", page.path, fields, [file]),
        "Kept. Nothing goes to the body", note=note,
    )  # fmt: skip


MEMBER: tuple[Choice, ...] = (
    (28, _home),
    (16, _transcript),
    (10, _certification),
    (5, _papers),
    (5, _bills),
    (12, _log),
    (7, _log_with_proof),
    (9, _renew),
    (8, _audit),
)
