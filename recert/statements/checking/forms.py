"""Forms: texts with a form of their own: IRIs, UUIDs, moments, durations, languages, hashes."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache

from recert.statements.checking.faults import Check, Fault, a_text, an_object, under

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"\x00-\x1f\x7f]+")
_UUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
_MOMENT = re.compile(
    r"(\d{4}-?\d{2}-?\d{2})T(\d{2}:?\d{2}:?\d{2})(?:[.,](\d+))?(Z|[+-]\d{2}(?::?\d{2})?)?"
)
_NUMBER = r"\d+(?:[.,]\d+)?"
_DURATION = re.compile(
    rf"P(?:{_NUMBER}W|(?=[\dT])(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}D)?"
    rf"(?:T(?=\d)(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?)"
)
_LANGUAGE = re.compile(
    r"(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*(?:-[a-wyz\d](?:-[a-z\d]{2,8})+)*"
    r"(?:-x(?:-[a-z\d]{1,8})+)?|x(?:-[a-z\d]{1,8})+|i-[a-z]+)",
    re.IGNORECASE,
)
_VERSION = re.compile(r"1\.0(?:\.\d+)?")
_MEDIA = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+(?:\s*;.*)?")
_SHA1 = re.compile(r"[0-9a-fA-F]{40}")
_SHA2 = re.compile(r"(?:[0-9a-fA-F]{56}|[0-9a-fA-F]{64}|[0-9a-fA-F]{96}|[0-9a-fA-F]{128})")
_ADDRESS = re.compile(r"mailto:[^\s@<>\"]+@[^\s@<>\"]+")


def _formed(form: re.Pattern[str], rule: str, most: int = 4000) -> Check:
    def check(value: object, place: str) -> None:
        if len(text := a_text(value, place)) > most:
            raise Fault(place, f"may have {most} letters here")
        if not form.fullmatch(text):
            raise Fault(place, rule)

    return check


def check_iri(most: int) -> Check:
    """Check that it is an IRI with its scheme, of at most so many letters."""
    return _formed(_IRI, "must be an IRI, with its scheme", most)


check_link = check_iri(4000)
check_uuid = _formed(_UUID, "must be a UUID in its standard form")
check_duration = _formed(_DURATION, "must be a duration of ISO 8601, such as PT1H30M")
check_version = _formed(_VERSION, "must be 1.0 or 1.0.x")
check_media_type = _formed(_MEDIA, "must be a media type, such as text/plain", 200)
check_sha1 = _formed(_SHA1, "must be a SHA-1 in hexadecimal")
check_sha2 = _formed(_SHA2, "must be a SHA-2 in hexadecimal")
check_address = _formed(_ADDRESS, "must be an address, such as mailto:ada@example.org", 300)


def check_timestamp(value: object, place: str) -> None:
    """Check that it is a moment of ISO 8601."""
    if read_timestamp(a_text(value, place)) is None:
        raise Fault(place, "must be a moment of ISO 8601, such as 2026-03-14T15:09:26.535Z")


@lru_cache(maxsize=512)
def read_timestamp(text: str) -> datetime | None:
    """The moment a text names, in UTC; without a zone it is UTC. None when it names none.

    -00:00 is refused, as xAPI asks: it says that nobody knows the zone.
    """
    found = _MOMENT.fullmatch(text)
    if found is None or (found[4] or "").replace(":", "") in ("-00", "-0000"):
        return None
    day, time, part, zone = found.groups()
    try:
        moment = datetime.fromisoformat(
            f"{day}T{time}.{(part or '0')[:6]:0<6}{zone if zone and zone != 'Z' else '+00:00'}"
        )
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def check_language(value: object, place: str) -> None:
    """Check that it is a language tag of RFC 5646."""
    tag = a_text(value, place)
    if len(tag) > 100 or not _LANGUAGE.fullmatch(tag) or _extends_twice(tag):
        raise Fault(place, "must be a language tag, such as en-US")


def _extends_twice(tag: str) -> bool:
    """Whether two extensions begin with the same letter; after x- everybody is at home."""
    parts = tag.lower().split("-")
    public = parts[: parts.index("x")] if "x" in parts else parts
    letters = [part for part in public if len(part) == 1]
    return len(set(letters)) != len(letters)


def check_words(value: object, place: str) -> None:
    """Check that it is a language map, with at least one language."""
    found = an_object(value, place)
    if not found:
        raise Fault(place, "must have words in at least one language")
    for tag, words in found.items():
        check_language(tag, under(place, tag))
        a_text(words, under(place, tag))


def check_extensions(value: object, place: str) -> None:
    """Check that every name is an IRI; what stands there may be anything."""
    for name in an_object(value, place):
        check_link(name, under(place, name))
