"""Bodies: their types, attachments in parts, signatures, and the syntax of forms."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from functools import cache
from typing import Any
from urllib.parse import urlencode

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512

from tests.statements.requirements.saying import plain
from tests.statements.requirements.wholes import FILE
from tests.statements.resources.sheet import Sheet, new

MARK = "-------314159265358979323846"
MIXED = f"multipart/mixed; boundary={MARK}"
FORM = "application/x-www-form-urlencoded"
TEXTS = (b"here is a file\n", b"and here is another\r\n", b"a third")
SIGNATURE = "http://adlnet.gov/expapi/attachments/signature"
HASHES = {"RS256": SHA256(), "RS384": SHA384(), "RS512": SHA512()}

Part = tuple[dict[str, str], bytes]


def _attached(content: bytes, **more: object) -> dict[str, Any]:
    sha2 = hashlib.sha256(content).hexdigest()
    bare = {name: each for name, each in FILE.items() if name != "fileUrl"}
    return {**bare, "contentType": "text/plain", "length": len(content), "sha2": sha2, **more}


def _part(content: bytes, **more: str) -> Part:
    headers = {
        "Content-Type": "text/plain",
        "Content-Transfer-Encoding": "binary",
        "X-Experience-API-Hash": hashlib.sha256(content).hexdigest(),
        **{name.replace("_", "-"): each for name, each in more.items()},
    }
    return {name: each for name, each in headers.items() if each}, content


def _mixed(statement: object, *parts: Part, kind: str = "application/json") -> bytes:
    whole = b"--" + MARK.encode() + f"\r\nContent-Type: {kind}\r\n\r\n".encode()
    whole += json.dumps(statement).encode() + b"\r\n"
    for headers, content in parts:
        whole += b"--" + MARK.encode() + b"\r\n"
        whole += b"".join(f"{name}: {each}\r\n".encode() for name, each in headers.items())
        whole += b"\r\n" + content + b"\r\n"
    return whole + b"--" + MARK.encode() + b"--\r\n"


def attachments(sheet: Sheet) -> None:
    """What comes along is what the statements name, and goes back only where it is asked for."""
    first, second, third = (_part(text) for text in TEXTS)
    two = plain(id=new(), attachments=[_attached(text) for text in TEXTS[:2]])
    one = plain(attachments=[_attached(TEXTS[0])])
    linked = plain(attachments=[FILE])

    def sent(number: int, words: str, body: object, kind: str, status: int) -> None:
        sheet.status(number, words, sheet.post(body, **{"Content-Type": kind}), status)

    sent(127, "a file elsewhere, as JSON", linked, "application/json", 200)
    sent(
        127,
        "a file elsewhere, as a form",
        json.dumps(linked).encode(),
        MIXED.replace("mixed", "form-data"),
        400,
    )
    sent(127, "a file here, in parts", _mixed(two, first, second), MIXED, 200)
    sent(
        127, "a file here, as a form", _mixed(one, first), MIXED.replace("mixed", "form-data"), 400
    )
    sent(127, "a statement as text", json.dumps(plain()).encode(), "text/plain", 400)
    sent(128, "a part too many", _mixed(two, first, second, third), MIXED, 400)
    sent(129, "a part too few", _mixed(two, first), MIXED, 400)
    sent(129, "a file neither here nor elsewhere", one, "application/json", 400)
    whole = _mixed(one, first)
    begins = b"--" + MARK.encode() + b"\r\n"
    sent(131, "no mark before the first part", whole.removeprefix(begins), MIXED, 400)
    sent(
        130,
        "no mark between the parts",
        whole.replace(begins + b"Content-Type: text", b"Content-Type: text"),
        MIXED,
        400,
    )
    sent(130, "no mark in the header", whole, "multipart/mixed;", 400)
    sent(134, "a first part that is text", _mixed(one, first, kind="text/plain"), MIXED, 400)
    again: Part = ({"Content-Type": "application/json"}, json.dumps(one).encode())
    sent(133, "statements in two parts", _mixed(one, again, first), MIXED, 400)
    sent(
        132,
        "a part without its hash",
        _mixed(one, _part(TEXTS[0], X_Experience_API_Hash="")),
        MIXED,
        400,
    )
    sent(
        132,
        "a part with another hash",
        _mixed(one, _part(TEXTS[0], X_Experience_API_Hash="b0" * 32)),
        MIXED,
        400,
    )
    sent(
        135,
        "a part in base64",
        _mixed(one, _part(TEXTS[0], Content_Transfer_Encoding="base64")),
        MIXED,
        400,
    )
    plainly = sheet.find(statementId=two["id"])
    sheet.that(161, "not sent back unasked", plainly.headers["content-type"] == "application/json")
    off = sheet.find(statementId=two["id"], attachments="false")
    sheet.that(161, "not sent back when refused", off.headers["content-type"] == "application/json")
    asked = sheet.find(statementId=two["id"], attachments="true")
    sheet.that(
        161,
        "sent back when asked",
        asked.headers["content-type"].startswith("multipart/mixed; boundary="),
    )
    sheet.that(167, "each with its bytes", all(text in asked.body for text in TEXTS[:2]))
    for each in two["attachments"]:
        sheet.that(
            167, "and its hash, named and beside it", asked.body.count(each["sha2"].encode()) == 2
        )
    page = sheet.find(attachments="true", limit=1)
    sheet.that(167, "a page too", page.headers["content-type"].startswith("multipart/mixed"))


@cache
def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _signed(statement: dict[str, Any], alg: str = "RS256", kind: str = "application/octet-stream",
            payload: bytes = b"") -> bytes:  # fmt: skip
    words = (json.dumps({"alg": alg}).encode(), payload or json.dumps(statement).encode())
    text = b".".join(base64.urlsafe_b64encode(each).rstrip(b"=") for each in words)
    seal = _key().sign(text, PKCS1v15(), HASHES.get(alg, SHA256()))
    content = text + b"." + base64.urlsafe_b64encode(seal).rstrip(b"=")
    named = _attached(content, usageType=SIGNATURE, contentType=kind)
    return _mixed({**statement, "attachments": [named]}, _part(content, Content_Type=kind))


def signatures(sheet: Sheet) -> None:
    """A signature is one of the very statement, in one of three ways."""

    def sent(number: int, words: str, body: bytes, status: int) -> None:
        sheet.status(number, words, sheet.post(body, **{"Content-Type": MIXED}), status)

    for alg in HASHES:
        sent(117, f"signed by {alg}", _signed(plain(id=new()), alg), 200)
    sent(117, "signed by HS256", _signed(plain(id=new()), "HS256"), 400)
    sent(115, "a signature that says it is text", _signed(plain(id=new()), kind="text/plain"), 400)
    statement = plain(id=new())
    broken = json.dumps(statement).replace('"', "'", 1).encode()
    sent(116, "a signature of what is no JSON", _signed(statement, payload=broken), 400)
    sent(
        116,
        "a signature of another",
        _signed(statement, payload=json.dumps(plain(id=new())).encode()),
        400,
    )
    named = _attached(b"no signature", usageType=SIGNATURE, contentType="application/octet-stream")
    body = _mixed({**statement, "attachments": [named]}, _part(b"no signature"))
    sent(115, "a signature that is none", body, 400)


def forms(sheet: Sheet) -> None:
    """Any request as a form, for those who can send nothing else."""

    def sent(words: str, query: dict[str, Any], fields: Iterable[tuple[str, Any]], *status: int,
             number: int = 336, **headers: str | None) -> Any:  # fmt: skip
        texts = [
            (name, each if isinstance(each, str) else json.dumps(each)) for name, each in fields
        ]
        body = urlencode(texts).encode()
        reply = sheet.ask("POST", "statements", query, body, **{"Content-Type": FORM, **headers})
        return sheet.status(number, words, reply, *status)

    found = sent("a GET as a form", {"method": "GET"}, [("limit", "1")], 200, number=148)
    sheet.that(148, "answers as a GET", set(found.json()) == {"statements", "more"})
    one = [("statementId", new()), ("content", plain())]
    sent("a PUT as a form", {"method": "PUT"}, one, 204)
    sent(
        "the version among the fields",
        {"method": "PUT"},
        [*one, ("X-Experience-API-Version", "0.8")],
        400,
    )
    sent("something else in the address", {"method": "PUT", "statementId": one[0][1]}, one, 400)
    bare: dict[str, Any] = {"Authorization": None, "X-Experience-API-Version": None}
    fields = [("statementId", new()), ("content", plain()), ("X-Experience-API-Version", "1.0.3"),
              ("Authorization", sheet.key)]  # fmt: skip
    sent("version and key among the fields", {"method": "PUT"}, fields, 204, **bare)
    sent("nothing to keep", {"method": "PUT"}, [], 400)
    reply = sheet.ask("POST", "statements", {"method": "PUT"}, json.dumps(dict(one)).encode(),
                      **{"Content-Type": FORM})  # fmt: skip
    sheet.status(336, "a form that is JSON", reply, 400)
    for method in ("PUT", "GET"):
        reply = sheet.ask(method, "statements", {"method": "POST"}, None)
        sheet.status(336, f"a form that is sent by {method}", reply, 400)
