"""Where the chance comes from, in a way nobody can steer and everybody can check.

Two sources, alone or together. *Public randomness*: an event named in advance (a lottery
draw, a pulse of a public beacon) whose outcome is entered when it is known. *A committed
secret*: its hash is published in advance, the secret itself after the draw. What each can
and cannot stop is said in docs/audit-draws.md.

The order of things is what makes it work: freeze the frame, publish the announcement, and
only then learn the outcome.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from recert.rules.sampling.hashing import Plain, sha256

ANNOUNCEMENT = "recert announcement 1"
SEED = "recert seed 1"
COMMITMENT = "recert commitment 1"

_SECRET = re.compile(r"[0-9a-f]{64}")
_RUN = re.compile(r"[0-9a-z]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicRandomness:
    """An event nobody here can foresee or bend: what it is, when, and how it is put in writing.

    `how` says which of its figures are taken and in which order, exactly enough that two
    people write the same.
    """

    what: str
    when: datetime
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What is published before the outcome is known: the frozen list's hash, and the source.

    `digest` and `size` are the frame's (`size`: how many candidates). At least one of
    `public` and `commitment` (`commitment_to` a secret) is given.
    """

    digest: str
    size: int
    frozen_at: datetime
    public: PublicRandomness | None = None
    commitment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revealed:
    """What becomes known afterwards: the event's outcome as stated, the secret."""

    said: str = ""
    secret: str = ""


def commitment_to(secret: str) -> str:
    """What is published of a secret beforehand: it binds to the secret and does not tell it.

    A secret is 64 lower-case hexadecimal digits of real randomness, so that nobody finds it
    by trying; raises `ValueError` for anything else.
    """
    if not _SECRET.fullmatch(secret):
        raise ValueError("A secret is 64 hexadecimal digits in lower case (32 random bytes).")
    return sha256([COMMITMENT, secret])


def written_down(said: str) -> str:
    """An outcome in the one way it enters the seed.

    Lower case; runs of letters a to z and digits, in the order stated; figures shed leading
    zeros; a point between runs. `"03, 17 and 22"` is `"3.17.and.22"`.
    """
    runs = _RUN.findall(said.lower())
    return ".".join((run.lstrip("0") or "0") if run.isdigit() else run for run in runs)


def fingerprint(announcement: Announcement) -> str:
    """SHA-256 of the announcement: the one line to print where it cannot be changed."""
    return sha256(announced(announcement))


def announced(announcement: Announcement) -> Plain:
    """The announcement as plain data."""
    return {
        "announcement": ANNOUNCEMENT,
        "digest": announcement.digest,
        "size": announcement.size,
        "frozen_at": moment(announcement.frozen_at),
        "commitment": announcement.commitment,
        "public": None if announcement.public is None else _public(announcement.public),
    }


def _public(public: PublicRandomness) -> Plain:
    return {"what": public.what, "when": moment(public.when), "how": public.how}


def seed_of(announcement: Announcement, revealed: Revealed) -> str:
    """The seed, once everything announced is revealed: 64 hexadecimal digits.

    Raises `ValueError` with what is missing or does not fit: an outcome not entered, a secret
    that is not the one committed to.
    """
    if faults := tuple(hindrances(announcement, revealed)):
        raise ValueError(" ".join(faults))
    return seed_from(fingerprint(announcement), revealed)


def seed_from(printed: str, revealed: Revealed) -> str:
    """The seed that follows from the announcement's fingerprint, outcome and secret."""
    return sha256([SEED, printed, written_down(revealed.said), revealed.secret])


def hindrances(announcement: Announcement, revealed: Revealed) -> Iterator[str]:
    """Why there is no seed (yet), each as a sentence."""
    if announcement.public is None and not announcement.commitment:
        yield "The announcement names neither public randomness nor a committed secret."
    if announcement.public is not None and announcement.public.when <= announcement.frozen_at:
        yield "The list was frozen when the outcome was already known."
    if announcement.public is not None and not written_down(revealed.said):
        yield f"The outcome of “{announcement.public.what}” has not been entered."
    if announcement.public is None and revealed.said:
        yield "An outcome is entered though no public randomness was announced."
    if announcement.commitment and not revealed.secret:
        yield "The secret has not been revealed."
    if revealed.secret and not _fits(announcement.commitment, revealed.secret):
        yield "The secret revealed is not the one committed to."


def _fits(commitment: str, secret: str) -> bool:
    return bool(_SECRET.fullmatch(secret)) and commitment == commitment_to(secret)


def moment(at: datetime) -> str:
    """A moment in the one way it is written: UTC, to the second. Raises without a zone."""
    if at.tzinfo is None:
        raise ValueError("A moment needs its zone.")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
