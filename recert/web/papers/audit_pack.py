"""The audit pack: a cycle with its proof in one download, for its holder and for a reviewer.

A ZIP file: a cover that can be read aloud, the same as a table for a spreadsheet, and every
file of proof, named for the reader. A file that is gone does not break it: the cover says so.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from io import RawIOBase
from pathlib import Path
from typing import Any, cast

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from recert.credentials.models import Certification
from recert.lib.refusals import NotFound
from recert.lib.spreadsheets import BOM, as_csv
from recert.lib.typesetting import Plain, typeset
from recert.people.queries import bodies
from recert.rules.amounts import ZERO, from_grains, show
from recert.rules.facts import DocumentKind
from recert.rules.findings import Standing
from recert.rules.rulebook import Rulebook
from recert.standing.words import amount_words, capital, day_words, requirement_name
from recert.standing.words.vocabulary import word
from recert.transcript.actions import read_evidence
from recert.transcript.models import Activity, Document
from recert.web.components.naming import certification_name, name_in
from recert.web.components.words import day_range
from recert.web.papers.award import award_words
from recert.web.papers.letterhead import headed
from recert.web.papers.pack_files import MOST_BYTES, PackedFile, Packing, safe

LAYOUT = Path(__file__).with_name("audit_pack.typ")

COVER, TABLE = "00 Cover.pdf", "00 Activities.csv"


@dataclass(frozen=True, slots=True)
class Packed:
    """One activity or document of a pack, under its number, with its files."""

    number: int
    what: Activity | Document
    files: tuple[PackedFile, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """A cycle of one certification with its proof."""

    certification: Certification
    standing: Standing
    rulebook: Rulebook | None
    activities: tuple[Packed, ...]
    documents: tuple[Packed, ...]

    @property
    def files(self) -> tuple[PackedFile, ...]:
        """Every file, once, in the order of the lines."""
        lines = (*self.activities, *self.documents)
        return tuple(dict.fromkeys(file for line in lines for file in line.files))


def pack_of(
    certification: Certification,
    standing: Standing,
    rulebook: Rulebook | None,
    activities: Iterable[Activity],
    documents: Iterable[Document],
    most: int = MOST_BYTES,
) -> Pack:
    """Number the lines, oldest first, and name their files; at most so many bytes of them.

    The caller says which entries and documents belong to the cycle, and has fetched them with
    their proof.
    """
    packing = Packing(most)
    done = sorted(activities, key=lambda each: (each.completed, each.pk))
    papers = sorted(documents, key=lambda each: (each.issued, each.pk))
    lines = tuple(
        Packed(n, each, packing.add(n, each.completed, each.title, each.evidence.all()))
        for n, each in enumerate(done, start=1)
    )
    behind = tuple(
        Packed(n, each, packing.add(n, each.issued, _kind(each), each.evidence.all()))
        for n, each in enumerate(papers, start=len(done) + 1)
    )
    return Pack(certification, standing, rulebook, lines, behind)


def pack_response(pack: Pack, at: datetime) -> HttpResponse:
    """The pack as a download: its proof is sent file by file, one of them in memory at a time."""
    cover = typeset(LAYOUT, _cover(pack, at), at)
    table = (BOM + _table(pack)).encode()
    response = StreamingHttpResponse(
        _written(pack, {COVER: cover, TABLE: table}, at), content_type="application/zip"
    )
    response["Content-Disposition"] = (
        content_disposition_header(True, pack_name(pack)) or "attachment"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return cast(HttpResponse, response)  # a view may return either; our doors name the usual one


def pack_name(pack: Pack) -> str:
    """What the download is called: whose, of what, until when."""
    cycle = pack.standing.cycle
    end = f" {cycle.end.isoformat()}" if cycle else ""
    whose = safe(str(pack.certification.person))[:60]
    return f"Audit pack {whose} {safe(_title(pack))[:60]}{end}.zip"


class _Outbox(RawIOBase):
    """What a ZIP file is written to: it keeps the bytes until somebody takes them."""

    # It cannot go back, and says so as `RawIOBase` does: the archive then needs no seeking.

    def __init__(self) -> None:
        self.kept = bytearray()

    def writable(self) -> bool:
        """It is there to be written to."""
        return True

    def write(self, data: Any) -> int:
        """Keep what comes."""
        self.kept += data
        return len(data)

    def take(self) -> bytes:
        """What came since it was taken last."""
        taken = bytes(self.kept)
        self.kept.clear()
        return taken


def _written(pack: Pack, first: dict[str, bytes], at: datetime) -> Iterator[bytes]:
    """The ZIP file, piece by piece: what was made for it, then the proof."""
    outbox = _Outbox()
    with zipfile.ZipFile(outbox, "w", zipfile.ZIP_STORED) as archive:
        for name, content in first.items():
            archive.writestr(_info(name, at), content)
            yield outbox.take()
        for file in pack.files:
            if not file.name:
                continue
            try:
                content = read_evidence(file.evidence)
            except NotFound:  # it went while the pack was being sent
                continue
            archive.writestr(_info(file.name, file.evidence.uploaded_at), content)
            yield outbox.take()
    yield outbox.take()


def _info(name: str, at: datetime) -> zipfile.ZipInfo:
    """A member of the archive with a moment of its own; nobody below reads the clock."""
    return zipfile.ZipInfo(name, at.timetuple()[:6])


# ---------------------------------------------------------------- words


def _title(pack: Pack) -> str:
    if pack.rulebook is None:
        return certification_name(pack.certification)
    return name_in((pack.rulebook,), pack.certification.credential)


def _kind(document: Document) -> str:
    return capital(word(DocumentKind(document.kind)))


def _counted(pack: Pack) -> dict[str, Fraction]:
    return {each.activity: each.counted for each in pack.standing.activities}


def _says(files: Iterable[PackedFile]) -> str:
    return "; ".join(file.says for file in files) or _("none")


def _rows(pack: Pack) -> Iterator[tuple[int, Activity, str, str, Fraction, str]]:
    """Each activity: number, row, held by, as awarded, what it counts for, its files."""
    names, counted = {body.slug: body.name for body in bodies()}, _counted(pack)
    for line in pack.activities:
        activity = line.what
        assert isinstance(activity, Activity)
        awards = (
            award_words(from_grains(each.amount_grains), each.unit, _named(each.by, names))
            for each in activity.awards.all()
        )
        yield (
            line.number,
            activity,
            activity.provider_name or _named(activity.provider, names),
            "; ".join(awards),
            counted.get(activity.public_id, ZERO),
            _says(line.files),
        )


def _named(slug: str, names: dict[str, str]) -> str:
    return names.get(slug, slug.replace("-", " ").upper())


def _table(pack: Pack) -> str:
    """The activities for a spreadsheet, days as year-month-day."""
    head = ("number", "completed", "title", "held_by", "awarded", "counts_for", "unit", "files")
    unit = pack.standing.unit
    return as_csv(
        head,
        (
            (number, activity.completed, activity.title, held, awarded, show(counts), unit, files)
            for number, activity, held, awarded, counts, files in _rows(pack)
        ),
    )


def _cover(pack: Pack, at: datetime) -> dict[str, Plain]:
    own, standing = pack.certification, pack.standing
    facts = [[_("Of"), str(own.person)], [_("Certification"), _title(pack)]]
    if own.number:
        facts.append([_("Number"), own.number])
    if standing.cycle:
        facts.append([_("Cycle"), day_range(standing.cycle.start, standing.cycle.end)])
    if pack.rulebook:
        facts.append([_("Judged under"), _edition(pack.rulebook)])
    facts.append([_("As of"), day_words(standing.as_of)])
    return {
        **headed(own.body, _("Audit pack"), at),
        "facts": [list(each) for each in facts],
        "problems": [file.says for file in pack.files if not file.name],
        "needs": _needs(pack),
        "activities": [
            [str(number), activity.completed.isoformat(), activity.title, held, awarded,
             amount_words(counts, standing.unit), files]
            for number, activity, held, awarded, counts, files in _rows(pack)
        ],
        "documents": [_document(line) for line in pack.documents],
        "words": _words(),
    }  # fmt: skip


def _edition(rulebook: Rulebook) -> str:
    words = {"name": rulebook.name, "edition": rulebook.edition}
    return _("%(name)s, edition %(edition)s") % words


def _needs(pack: Pack) -> list[Plain]:
    """The totals: what is asked for, what counts."""
    book = pack.rulebook
    if book is None:
        return []
    return [
        [requirement_name(each, book), show(each.counted), show(each.need)]
        for each in pack.standing.requirements
        if each.kind == "need"
    ]


def _document(line: Packed) -> Plain:
    document = line.what
    assert isinstance(document, Document)
    return [
        str(line.number),
        " ".join(part for part in (_kind(document), document.issuer) if part),
        document.issued.isoformat(),
        document.expires.isoformat() if document.expires else "",
        _says(line.files),
    ]


def _words() -> dict[str, Plain]:
    return {
        "problems": _("Not in this pack"),
        "needs": _("In all"),
        "need-head": [_("What for"), _("Counts"), _("Needed")],
        "no-needs": _("No policy covers this cycle."),
        "activities": _("Every activity"),
        "activity-head": [_("No."), _("Completed"), _("Title"), _("Held by"), _("As awarded"),
                          _("Counts for"), _("Files")],
        "no-activities": _("None is recorded in this cycle."),
        "documents": _("Documents"),
        "document-head": [_("No."), _("Document"), _("Issued"), _("Expires"), _("Files")],
        "means": _("Files are called by the number of their line. A file that proves several "
                   "lines is there once, under the first."),
    }  # fmt: skip
