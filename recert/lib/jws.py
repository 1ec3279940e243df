"""Signed statements: JWS (RFC 7515) in its compact form, with ES256 and nothing else.

One algorithm, so that no header can talk anybody into a weaker one; keys are named by their
thumbprint (RFC 7638), so that a name is never another key's.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

ALGORITHM, CURVE = "ES256", "P-256"
MOST_LETTERS = 100_000
HALF = 32
"""Bytes of each coordinate of a key, and of each half of a signature."""

_ES256 = ec.ECDSA(hashes.SHA256())

Jwk = Mapping[str, str]
"""A public key as JSON (RFC 7517): kty, crv, x, y, and its thumbprint as kid."""


class NotSigned(Exception):
    """It is not signed by any of the keys, or is nothing that is signed; says why."""


@dataclass(frozen=True, slots=True)
class Signed:
    """What was signed, and by which key."""

    payload: dict[str, Any]
    kid: str


def new_private_key() -> str:
    """A new private key, as PEM. It is a secret."""
    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return pem.decode()


def public_jwk(private_pem: str) -> dict[str, str]:
    """The public half of a private key."""
    numbers = _private(private_pem).public_key().public_numbers()
    jwk = {"kty": "EC", "crv": CURVE, "x": _coordinate(numbers.x), "y": _coordinate(numbers.y)}
    return {**jwk, "alg": ALGORITHM, "use": "sig", "kid": thumbprint(jwk)}


def thumbprint(jwk: Jwk) -> str:
    """The name of a key that is its own only."""
    said = {name: jwk[name] for name in ("crv", "kty", "x", "y")}
    plain = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return _encoded(hashlib.sha256(plain.encode()).digest())


def sign(payload: Mapping[str, Any], private_pem: str, *, typ: str) -> str:
    """What is said, signed; `typ` is its media type without `application/`."""
    head = {"alg": ALGORITHM, "kid": public_jwk(private_pem)["kid"], "typ": typ}
    said = f"{_json(head)}.{_json(payload)}"
    r, s = decode_dss_signature(_private(private_pem).sign(said.encode(), _ES256))
    return f"{said}.{_encoded(r.to_bytes(HALF, 'big') + s.to_bytes(HALF, 'big'))}"


def verify(token: str, keys: Iterable[Jwk]) -> Signed:
    """What one of these keys signed. Raises `NotSigned` for everything else."""
    token = token.strip()
    head, payload, signature = _parts(token)
    if head.get("alg") != ALGORITHM or "crit" in head:
        raise NotSigned("it is signed in a way that is not taken: only ES256 is")
    kid = head.get("kid")
    jwk = next((each for each in keys if each.get("kid") == kid), None)
    if jwk is None:
        raise NotSigned("none of the known keys signed it")
    r, s = (int.from_bytes(half, "big") for half in (signature[:HALF], signature[HALF:]))
    try:
        _public(jwk).verify(encode_dss_signature(r, s), token.rpartition(".")[0].encode(), _ES256)
    except InvalidSignature:
        raise NotSigned("it was changed after it was signed") from None
    return Signed(payload, str(kid))


def read_keys(text: str) -> tuple[dict[str, str], ...]:
    """The public keys in a text: one (JWK), or a set of them (JWKS). Raises `ValueError`.

    Keys of other kinds are passed over, as RFC 7517 asks; a name that is not the key's
    thumbprint is not taken for it.
    """
    said = json.loads(text)
    rows = said.get("keys", [said]) if isinstance(said, dict) else []
    found = []
    for row in rows if isinstance(rows, list) else []:
        if not isinstance(row, dict) or row.get("kty") != "EC" or row.get("crv") != CURVE:
            continue
        jwk = {name: str(row.get(name, "")) for name in ("kty", "crv", "x", "y")}
        _public(jwk)
        found.append({**jwk, "alg": ALGORITHM, "use": "sig", "kid": thumbprint(jwk)})
    if not found:
        raise ValueError("there is no public key for ES256 in it")
    return tuple(found)


# ---------------------------------------------------------------- inside


def _parts(token: str) -> tuple[dict[str, Any], dict[str, Any], bytes]:
    """Head, payload and signature, read but not believed yet."""
    if len(token) > MOST_LETTERS or token.count(".") != 2:
        raise NotSigned("it is no signed statement")
    head, payload, signature = token.split(".")
    try:
        found = json.loads(_decoded(head)), json.loads(_decoded(payload)), _decoded(signature)
    except (ValueError, RecursionError):
        raise NotSigned("it is no signed statement") from None
    if not (isinstance(found[0], dict) and isinstance(found[1], dict)):
        raise NotSigned("it is no signed statement")
    if len(found[2]) != 2 * HALF:
        raise NotSigned("its signature is none of ES256")
    return found


def _private(pem: str) -> ec.EllipticCurvePrivateKey:
    found = serialization.load_pem_private_key(pem.encode(), password=None)
    assert isinstance(found, ec.EllipticCurvePrivateKey)  # we make no other
    return found


def _public(jwk: Jwk) -> ec.EllipticCurvePublicKey:
    """The key itself; raises `ValueError` where it lies on no curve."""
    x, y = (_decoded(jwk[name]) for name in ("x", "y"))
    if len(x) != HALF or len(y) != HALF:
        raise ValueError("a coordinate of the key has the wrong length")
    numbers = ec.EllipticCurvePublicNumbers(
        int.from_bytes(x, "big"), int.from_bytes(y, "big"), ec.SECP256R1()
    )
    return numbers.public_key()


def _coordinate(number: int) -> str:
    return _encoded(number.to_bytes(HALF, "big"))


def _json(said: Mapping[str, Any]) -> str:
    return _encoded(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode())


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    """The bytes, where the text is written in the one way it may be (RFC 4648, no padding)."""
    try:
        found = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("this is no base64url") from None
    if _encoded(found) != text:
        raise ValueError("this is not the only way to write it")
    return found
