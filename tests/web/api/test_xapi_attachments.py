"""Bytes that come along with statements, and signatures over them."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode, urlsafe_b64encode
from datetime import timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from tests.cast import NOW
from tests.teaching import Teaching
from tests.web.api.saying import Door, door_of, new_id, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def door(teaching: Teaching) -> Door:
    return door_of(teaching)


def multipart(statement: Any, *parts: tuple[str, bytes], end: bytes = b"--") -> bytes:
    body = b"--B\r\nContent-Type: application/json\r\n\r\n" + json.dumps(statement).encode()
    for head, content in parts:
        body += b"\r\n--B\r\n" + head.encode() + b"\r\n\r\n" + content
    return body + b"\r\n--B" + end


def test_attachments(door: Door) -> None:
    content = b"\xff\x00 a line\r\nand another\r\n"
    sha2 = hashlib.sha256(content).hexdigest()
    attached = {
        "usageType": "http://example.org/use",
        "display": {"en": "A file"},
        "contentType": "image/png",
        "length": len(content),
        "sha2": sha2,
    }
    head = f"Content-Transfer-Encoding: binary\r\nX-Experience-API-Hash: {sha2}"
    kind = "multipart/mixed; boundary=B"
    statement = said(id=new_id(), attachments=[attached])
    whole = multipart(statement, (head, content))
    assert door.post(whole, kind=kind).json() == [statement["id"]]
    answer = door.get(statementId=statement["id"], attachments="true")
    assert answer.headers["Content-Type"].startswith("multipart/mixed; boundary=")
    assert content in answer.content
    assert sha2.encode() in answer.content
    assert door.get(attachments="true").headers["Content-Type"].startswith("multipart/mixed")
    plain = door.get(statementId=statement["id"], attachments="false")
    assert plain.headers["Content-Type"] == "application/json"

    linked = {**attached, "fileUrl": "https://example.org/a.png"}
    assert door.post(said(attachments=[linked])).status_code == 200
    bad: list[tuple[bytes, str]] = [
        (whole, "multipart/mixed"),
        (whole, "multipart/form-data; boundary=B"),
        (multipart(statement, (head, content), end=b""), kind),
        (multipart(said(), (head, content)), kind),
        (multipart(statement), kind),
        (multipart(statement, (head, content[:-2])), kind),
        (multipart(statement, (head.replace("binary", "base64"), content)), kind),
        (multipart(statement, ("Content-Transfer-Encoding: binary", content)), kind),
        (whole.replace(b"application/json", b"text/plain"), kind),
        (b"no parts at all", kind),
        (json.dumps(statement).encode(), "application/json"),
        (json.dumps(said()).encode(), "text/plain"),
    ]
    for body, of in bad:
        assert door.post(body, kind=of).status_code == 400


def signed(statement: dict[str, Any], alg: str = "RS256", broken: str = "") -> tuple[bytes, str]:
    """A statement with its signature, and the key's certificate in it."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "lms")])
    day = timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW - day)
        .not_valid_after(NOW + day)
        .sign(key, SHA256())
    )
    chain = [b64encode(certificate.public_bytes(Encoding.DER)).decode()]
    payload = json.dumps(statement) + ("x" if broken == "payload" else "")
    header = json.dumps({"alg": alg, "x5c": chain})
    text = b".".join(urlsafe_b64encode(each.encode()).rstrip(b"=") for each in (header, payload))
    seal = key.sign(text + (b"x" if broken == "seal" else b""), PKCS1v15(), SHA256())
    content = text + b"." + urlsafe_b64encode(seal).rstrip(b"=")
    sha2 = hashlib.sha256(content).hexdigest()
    attachment = {
        "usageType": "http://adlnet.gov/expapi/attachments/signature",
        "display": {"en": "Signed"},
        "contentType": "text/plain" if broken == "type" else "application/octet-stream",
        "length": len(content),
        "sha2": sha2,
    }
    said_too = {"id": statement["id"]} if broken != "other" else {"id": new_id()}
    head = f"Content-Transfer-Encoding:binary\r\nX-Experience-API-Hash:{sha2}"
    whole = {**statement, **said_too, "attachments": [attachment]}
    return multipart(whole, (head, content)), "multipart/mixed; boundary=B"


def test_a_signature_holds_or_the_statement_is_refused(door: Door) -> None:
    body, kind = signed(said(id=new_id()))
    assert door.post(body, kind=kind).status_code == 200
    for more in ({"alg": "HS256"}, *({"broken": b} for b in ("payload", "seal", "type", "other"))):
        body, kind = signed(said(id=new_id()), **more)
        assert door.post(body, kind=kind).status_code == 400, more
