"""Attaching: bytes that come with statements are those the statements name, and signatures hold."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512

from recert.statements.checking import Fault
from recert.statements.naming import Said, kind_of

SIGNATURE = "http://adlnet.gov/expapi/attachments/signature"

_ALGORITHMS: dict[str, SHA256 | SHA384 | SHA512] = {
    "RS256": SHA256(),
    "RS384": SHA384(),
    "RS512": SHA512(),
}

_DIGESTS = {56: hashlib.sha224, 64: hashlib.sha256, 96: hashlib.sha384, 128: hashlib.sha512}

_NOT_SIGNED = ("stored", "authority", "version", "attachments", "timestamp", "id")


def check_attached(statements: Sequence[Said], attached: Mapping[str, bytes]) -> None:
    """Refuse bytes nobody named, names without bytes or address, and signatures that do not hold.

    An attachment's `length` is the sender's word and not held against the bytes; the hash is.
    """
    named = {
        str(each["sha2"]).lower(): "fileUrl" in each
        for said in statements
        for each in attachments_of(said)
    }
    if set(attached) - set(named):
        raise Fault("attachments", "do not name the SHA-2 of a part that was sent")
    for said in statements:
        for each in attachments_of(said):
            if "fileUrl" not in each and str(each["sha2"]).lower() not in attached:
                raise Fault("attachments", "name something that neither came nor has a fileUrl")
        _check_signatures(said, attached)


def attachments_of(said: Said) -> list[dict[str, Any]]:
    """What a statement names as attached, within its object too."""
    found = list(said.get("attachments", []))
    if kind_of(said["object"]) == "SubStatement":
        found += attachments_of(said["object"])
    return found


def kept_as(sha2: str, content: bytes) -> bytes:
    """The bytes whose hash this is; raises `Fault` where they have another.

    Some clients send bytes as if each were a letter, in UTF-8; that is undone.
    """
    for each in (content, _unlettered(content)):
        if _DIGESTS[len(sha2)](each).hexdigest() == sha2:
            return each
    raise Fault("attachments", "have another SHA-2 than the part that was sent says")


def _unlettered(content: bytes) -> bytes:
    try:
        return content.decode().encode("latin-1")
    except UnicodeError:
        return content


def _check_signatures(said: Said, attached: Mapping[str, bytes]) -> None:
    for number, each in enumerate(said.get("attachments", [])):
        if each["usageType"] != SIGNATURE:
            continue
        place = f"attachments[{number}]"
        if each["contentType"] != "application/octet-stream":
            raise Fault(f"{place}.contentType", "must be application/octet-stream of a signature")
        content = attached.get(str(each["sha2"]).lower())
        if content is None:
            raise Fault(place, "is a signature and must be sent along")
        _check_signature(said, content, place)


def _check_signature(said: Said, content: bytes, place: str) -> None:
    try:
        head, payload, signature = content.decode("ascii").split(".")
        header, signed = json.loads(_bytes(head)), json.loads(_bytes(payload))
        sealed = _bytes(signature)
    except (ValueError, binascii.Error, RecursionError):
        raise Fault(place, "must be a JSON web signature of the statement") from None
    if not isinstance(header, dict) or header.get("alg") not in _ALGORITHMS:
        raise Fault(place, "must be signed with RS256, RS384 or RS512")
    if not isinstance(signed, dict) or not _says_the_same(signed, said):
        raise Fault(place, "signs another statement than this")
    if "x5c" in header:
        _check_sealed(header, f"{head}.{payload}".encode(), sealed, place)


def _says_the_same(signed: Mapping[str, Any], said: Said) -> bool:
    """Whether all that was signed stands in the statement; what is added later may differ."""
    both = [
        {
            name: each[name]
            for name in each
            if name not in _NOT_SIGNED
            or (name in signed and name in said and name != "attachments")
        }
        for each in (_plain(signed), _plain(said))
    ]
    return both[0] == both[1]


def _plain(said: Mapping[str, Any]) -> dict[str, Any]:
    """With a context's single activities as lists, as they are kept."""
    around = said.get("context", {}).get("contextActivities")
    if not isinstance(around, dict):
        return dict(said)
    lists = {kind: each if isinstance(each, list) else [each] for kind, each in around.items()}
    return {**said, "context": {**said["context"], "contextActivities": lists}}


def _check_sealed(header: dict[str, Any], text: bytes, sealed: bytes, place: str) -> None:
    try:
        first = x509.load_der_x509_certificate(base64.b64decode(header["x5c"][0]))
        key = first.public_key()
        if not isinstance(key, RSAPublicKey):
            raise Fault(place, "must be signed with an RSA key")
        key.verify(sealed, text, PKCS1v15(), _ALGORITHMS[header["alg"]])
    except (InvalidSignature, ValueError, TypeError, LookupError):
        raise Fault(place, "is a signature that does not hold") from None


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
