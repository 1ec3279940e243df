"""Signed statements: what was signed is read, and nothing else is believed."""

from __future__ import annotations

import base64
import json

import pytest

from recert.lib.jws import (
    NotSigned,
    new_private_key,
    public_jwk,
    read_keys,
    sign,
    thumbprint,
    verify,
)

MINE, OTHER = new_private_key(), new_private_key()
KID = public_jwk(MINE)["kid"]
TOKEN = sign({"iss": "https://a.example", "name": "Zoë"}, MINE, typ="vc+jwt")


def encoded(said: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()


def test_what_was_signed_is_read_with_its_key_only() -> None:
    found = verify(f" {TOKEN}\n", [public_jwk(OTHER), public_jwk(MINE)])
    assert found.payload == {"iss": "https://a.example", "name": "Zoë"}
    assert found.kid == public_jwk(MINE)["kid"]
    with pytest.raises(NotSigned, match="none of the known keys"):
        verify(TOKEN, [public_jwk(OTHER)])
    with pytest.raises(NotSigned, match="changed after"):  # another key under my name
        verify(TOKEN, [{**public_jwk(OTHER), "kid": found.kid}])


@pytest.mark.parametrize(
    "token",
    [
        "", "a.b", "a.b.c.d", "é.é.é", "." * 3, TOKEN[:-2], TOKEN + "A", TOKEN.replace(".", "=."),
        "x" * 200_000,
        ".".join((TOKEN.split(".")[0], encoded({"iss": "https://b.example"}), TOKEN.split(".")[2])),
        ".".join((encoded({"alg": "none"}), *TOKEN.split(".")[1:])),
        ".".join((encoded({"alg": "HS256", "kid": KID}), *TOKEN.split(".")[1:])),
        ".".join(
            (encoded({"alg": "ES256", "kid": KID, "crit": ["b64"]}), *TOKEN.split(".")[1:])
        ),
        f"{encoded([])}.{encoded({})}.{TOKEN.split('.')[2]}",
        f"{'.'.join(TOKEN.split('.')[:2])}.{'A' * 86}",
    ],
    ids=lambda token: token[:8],  # the keys, and so the rest, are others in each process
)  # fmt: skip
def test_what_is_not_signed_so_is_refused_in_words(token: str) -> None:
    with pytest.raises(NotSigned):
        verify(token, [public_jwk(MINE)])


def test_keys_are_read_from_one_and_from_a_set_and_named_by_themselves() -> None:
    jwk = public_jwk(MINE)
    rsa = {"kty": "RSA", "n": "AQAB", "e": "AQAB"}
    assert read_keys(json.dumps(jwk)) == (jwk,)
    assert read_keys(json.dumps({"keys": [rsa, {**jwk, "kid": "another"}]})) == (jwk,)
    for text in ("", "[]", "7", json.dumps({"keys": [rsa]}), json.dumps({**jwk, "x": "AA"}),
                 json.dumps({**jwk, "y": jwk["x"]})):  # fmt: skip
        with pytest.raises(ValueError):
            read_keys(text)


def test_a_thumbprint_is_what_the_standard_says() -> None:
    """The key of RFC 7515, A.3; its thumbprint was reckoned by hand of RFC 7638's steps."""
    jwk = {
        "kty": "EC", "crv": "P-256", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    }  # fmt: skip
    assert thumbprint(jwk) == "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U"
    token = (
        "eyJhbGciOiJFUzI1NiJ9"
        ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
        ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
    )  # the standard's own example, which names no key
    assert verify(token, [{**jwk, "kid": None}]).payload["iss"] == "joe"  # type: ignore[dict-item]
