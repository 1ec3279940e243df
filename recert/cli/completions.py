"""`recert completions`: check a signed completion, and see to the keys they are signed with."""

from __future__ import annotations

import argparse
import sys
import urllib.error
import urllib.request
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from recert.cli import clock
from recert.completions.models import SigningKey
from recert.completions.signed import (
    NotACompletion,
    SignedCompletion,
    public_keys,
    read_signed,
    revoke_key,
    rotate_key,
    signing_key,
)
from recert.lib.jws import MOST_LETTERS, Jwk, NotSigned, read_keys, verify
from recert.lib.refusals import Refused

KEYS_AT = "/.well-known/jwks.json"
WITHIN = 20  # seconds


def add_parser(subparsers: Any) -> None:
    """Add the command and what can be done."""
    parser = subparsers.add_parser(
        "completions", description="Signed completions, and the keys they are signed with."
    )
    acts = parser.add_subparsers(dest="act", required=True)
    checking = acts.add_parser("verify", help="check one, and say what it says")
    checking.add_argument("file", help="the signed file, or - for standard input")
    by = checking.add_mutually_exclusive_group()
    by.add_argument("--keys", metavar="FILE", help="the signer's public keys (JWK or JWKS)")
    by.add_argument("--from", dest="issuer", metavar="ADDRESS",
                    help="who must have signed it: https://recert.example")  # fmt: skip
    acts.add_parser("keys", help="list the keys of this installation")
    acts.add_parser("rotate", help="sign with a new key; what was signed before stays good")
    revoking = acts.add_parser("revoke", help="believe nothing a key ever signed")
    revoking.add_argument("kid", help="the key's name, as `keys` lists it")


def run(args: argparse.Namespace) -> int:
    """Do it; 1 says no in a sentence."""
    try:
        if args.act == "verify":
            return _verify(args)
        return _see_to_keys(args)
    except Refused as refused:
        print("\n".join(refused.sentences), file=sys.stderr)
        return 1


def _verify(args: argparse.Namespace) -> int:
    try:
        signed = verify(_content(args.file), _keys(args))
        said = read_signed(signed)
    except (NotSigned, NotACompletion) as reason:
        print(f"Not good: {reason}.", file=sys.stderr)
        return 1
    except (OSError, ValueError) as error:
        print(f"It could not be checked: {error}.", file=sys.stderr)
        return 1
    if args.issuer and said.issuer != args.issuer.rstrip("/"):
        print(f"Not good: {said.issuer} says it, not {args.issuer}.", file=sys.stderr)
        return 1
    print("\n".join(_words(said, signed.kid)))
    return 0


def _content(file: str) -> str:
    content = sys.stdin.read(MOST_LETTERS + 1) if file == "-" else _read(Path(file))
    return content.strip()


def _read(file: Path) -> str:
    with file.open("rb") as opened:
        return opened.read(MOST_LETTERS + 1).decode("ascii", "replace")


def _keys(args: argparse.Namespace) -> Iterable[Jwk]:
    """The keys to believe: a file's, those an address publishes, or else our own."""
    if args.keys:
        return read_keys(Path(args.keys).read_text(encoding="utf-8"))
    if args.issuer:
        return read_keys(_published(args.issuer.rstrip("/")))
    return public_keys()


def _published(issuer: str) -> str:
    parts = urlsplit(issuer)
    if parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1"):
        raise ValueError("keys are only believed where they come over https")
    try:
        with urllib.request.urlopen(issuer + KEYS_AT, timeout=WITHIN) as answer:  # noqa: S310
            return str(answer.read(MOST_LETTERS).decode())
    except urllib.error.URLError as error:
        raise ValueError(f"{issuer}{KEYS_AT} did not answer ({error.reason})") from None


def _words(said: SignedCompletion, kid: str) -> list[str]:
    lines = [
        "Good: signed, and not changed since.",
        f"  {said.name} {'presented' if said.role == 'presenter' else 'completed'} {said.title}",
        f"  on {said.completed.isoformat()}, reported by {said.provider_name}",
    ]
    if said.minutes:
        lines.append(f"  for {said.minutes} minutes")
    lines += [f"  {amount} {unit}{f' of {by}' if by else ''}" for amount, unit, by in said.awards]
    return [
        *lines,
        f"  Signed by {said.issuer}, key {kid}.",
        f"  Whether it still stands: {said.page}",
    ]


def _see_to_keys(args: argparse.Namespace) -> int:
    at = clock.now()
    if args.act == "rotate":
        print(f"Signing with {rotate_key(at=at).kid} from now on.")
    elif args.act == "revoke":
        print(f"Nothing {revoke_key(at=at, kid=args.kid).kid} signed is believed any more.")
    else:
        signing_key(at=at)
        for key in SigningKey.objects.all():
            print(f"{key.kid}  {_state(key)}")
    return 0


def _state(key: SigningKey) -> str:
    if key.revoked_at:
        return f"revoked on {key.revoked_at:%Y-%m-%d}"
    if key.retired_at:
        return f"retired on {key.retired_at:%Y-%m-%d}; what it signed is good"
    return f"signs since {key.made_at:%Y-%m-%d}"
