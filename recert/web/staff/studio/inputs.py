"""What a form shows: one input for each field, with its words, its value, what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from recert.rules.reading import Problem
from recert.rules.reading.problems import show_path
from recert.rules.rulebook import Leave, Price, Row, Who
from recert.web.staff.studio.choice_words import choices_of
from recert.web.staff.studio.labels import label_of
from recert.web.staff.studio.labels_of_facts import RARE
from recert.web.staff.studio.sending import Path, Plain, name_of
from recert.web.staff.studio.shapes import Shape, Sort, shapes_of

Choices = tuple[tuple[str, str], ...]

_LONG = ("says", "asks", "purpose", "rationale", "shows")
_WIDE = (*_LONG, "case", "title", "address", "place")


@dataclass(slots=True)
class Input:
    """One field of a form, or a group or rows of them."""

    path: Path
    sort: Sort
    label: str
    hint: str = ""
    required: bool = False
    value: str = ""
    chosen: tuple[str, ...] = ()
    choices: Choices = ()
    inputs: list[Input] = field(default_factory=list)
    rows: list[Input] = field(default_factory=list)
    is_said: bool = False
    errors: list[str] = field(default_factory=list)
    about: Path = ()  # where problems say it is, when that is not where it is sent

    @property
    def name(self) -> str:
        """The name under which it is sent."""
        return name_of(self.path)

    @property
    def is_long(self) -> bool:
        """Whether it takes a sentence or two."""
        return self.sort is Sort.TEXT and self.path[-1] in _LONG

    @property
    def is_wide(self) -> bool:
        """Whether it takes the whole width."""
        return self.sort is Sort.TEXT and self.path[-1] in _WIDE

    @property
    def digest(self) -> str:
        """What is said inside a folded group, in a line."""
        return "; ".join(filter(None, (each.said for each in self.inputs)))

    @property
    def said(self) -> str:
        """What is said here, after its label; empty where nothing is."""
        if not self.is_said:
            return ""
        words = dict(self.choices)
        match self.sort:
            case Sort.RECORD:
                inner = self.digest
            case Sort.WORDS | Sort.LIST:
                inner = ", ".join(words.get(each, each) for each in self.chosen)
            case Sort.TRUTH:
                return self.label
            case Sort.YES_NO:
                inner = _("yes") if self.value == "true" else _("no")
            case _:
                inner = words.get(self.value, self.value)
        return f"{self.label}: {inner}" if inner else self.label

    @property
    def id(self) -> str:
        """What labels and mistakes point to."""
        return "at-" + self.name.replace(".", "-")

    @property
    def is_open(self) -> bool:
        """Whether a folded group is shown open: something is wrong inside."""
        return bool(self.errors) or any(each.is_open for each in self.below())

    def below(self) -> Iterator[Input]:
        """The inputs directly inside."""
        yield from self.inputs
        yield from self.rows


@dataclass(frozen=True, slots=True)
class Offers:
    """What may be named in a draft: its credentials, levels, sources, clauses by kind."""

    credentials: Choices = ()
    levels: Choices = ()
    sources: Choices = ()
    asks: tuple[str, ...] = ()
    clauses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def for_(self, shape: Shape) -> Choices | None:
        """The choices of a field that names something; None where one writes freely."""
        match shape.owner, shape.field:
            case (_, "credentials") | (_, "credential"):
                return self.credentials
            case (owner, "holds") if owner is Who:
                return self.credentials
            case (_, "levels") if shape.owner is Who:
                return self.levels
            case (_, "level" | "to_level"):
                return self.levels
            case (_, "source" | "rationale_source"):
                return self.sources
            case (owner, "of") if owner is Leave:
                return _named(self._ids("need"))
            case (owner, "fee") if owner is Leave:
                return _named(self._ids("fee"))
            case (_, "of"):
                return _named(["everything", *self._ids("category")])
            case (_, "among" | "relabel"):
                return _named(self._ids("category"))
            case (_, "barred"):
                return _named(self._ids("need"))
            case (_, "needs" | "waives") if shape.sort is Sort.LIST:
                return _named(self._ids("need", "breadth", "gate", "limit", "fee"))
        return None

    def is_moot(self, shape: Shape) -> bool:
        """Whether there is nothing to choose from: a draft without levels, without questions."""
        if shape.owner is Who and shape.field == "attributes":
            return not self.asks
        return not shape.required and self.for_(shape) == ()

    def _ids(self, *kinds: str) -> list[str]:
        return [id for kind in kinds for id in self.clauses.get(kind, ())]


def _named(ids: Iterable[str]) -> Choices:
    return tuple((id, id.replace("-", " ")) for id in ids)


def inputs_of(
    kind: type, path: Path, plain: Mapping[str, Plain], offers: Offers, but: Sequence[str] = ()
) -> list[Input]:
    """The inputs of a record's fields, with what is written there."""
    return [
        input_of(shape, (*path, shape.key), plain.get(shape.key), offers)
        for shape in shapes_of(kind)
        if shape.field not in but
        and (shape.key in plain or not (_is_again(shape, path) or offers.is_moot(shape)))
    ]


def _is_again(shape: Shape, path: Path) -> bool:
    """Whether this is an exception inside an exception: shown only where one is written."""
    return shape.of is shape.owner and shape.key in path


def input_of(shape: Shape, path: Path, plain: Plain | None, offers: Offers) -> Input:
    """The input of one field."""
    label, hint = label_of(shape.owner, shape.field)
    found = Input(path, shape.sort, label, hint, shape.required)
    found.is_said = plain is not None
    offered = offers.for_(shape)
    match shape.sort:
        case Sort.RECORD:
            inner = plain if isinstance(plain, dict) else {}
            found.inputs = inputs_of(shape.of, path, inner, offers)
        case Sort.TABLE | Sort.RECORDS:
            found.rows = _rows(shape, path, plain, offers)
        case Sort.PAIRS:
            found.rows = _pairs(path, plain)
        case Sort.WORDS | Sort.LIST:
            found.chosen = _several(plain)
            found.value = ", ".join(found.chosen)
            words = choices_of(shape.of) if shape.sort is Sort.WORDS else offered
            found.choices = _also(words, found.chosen)
        case Sort.WORD:
            found.value = _single(plain) or (str(shape.default) if shape.default else "")
            found.choices = _also(choices_of(shape.of), (found.value,))
        case Sort.TRUTH:
            found.is_said = (_single(plain) or str(bool(shape.default)).lower()) == "true"
        case _:
            found.value = _single(plain) or _default(shape)
            found.choices = _also(offered, (found.value,))
    return found


def _default(shape: Shape) -> str:
    """What an empty field would mean, so that nobody has to guess."""
    return str(shape.default) if shape.sort is Sort.WHOLE and shape.default is not None else ""


def _single(plain: Plain | None) -> str:
    return plain if isinstance(plain, str) else ""


def _several(plain: Plain | None) -> tuple[str, ...]:
    if isinstance(plain, str):
        return (plain,)
    return tuple(map(str, plain)) if isinstance(plain, list) else ()


def _also(choices: Choices | None, written: Iterable[str]) -> Choices:
    """The choices, and what is written though it is none of them: it is not lost."""
    if not choices:
        return ()
    known = {value for value, _word in choices}
    return (*choices, *((each, each) for each in written if each and each not in known))


def _rows(shape: Shape, path: Path, plain: Plain | None, offers: Offers) -> list[Input]:
    """Rows of a table or of records; one that is still empty where there is none."""
    entries: list[Plain] = plain if isinstance(plain, list) else []
    if isinstance(plain, str):
        entries = [{"is": plain}]
    elif not entries and shape.sort is Sort.TABLE:
        entries = [{}]
    return [_row(shape, (*path, number), each, offers) for number, each in enumerate(entries)]


def _row(shape: Shape, path: Path, plain: Plain, offers: Offers) -> Input:
    inner: Mapping[str, Plain] = plain if isinstance(plain, dict) else {}
    row = Input(path, Sort.RECORD, "")
    row.inputs = inputs_of(shape.of, path, inner, offers)
    if shape.of in (Row, Price):
        label, hint = label_of(Row, "who")
        who = Input((*path, "for"), Sort.RECORD, label, hint, required=True)
        who.inputs = inputs_of(Who, path, inner, offers)
        who.is_said = set(inner) - {"is"} != set()
        row.inputs.append(who)
    rare = [each for each in row.inputs if f"{shape.of.__name__}.{_field(each, shape)}" in RARE]
    if rare:
        row.inputs = [each for each in row.inputs if each not in rare]
        label, hint = label_of(dict, "more")
        more = Input((*path, "more"), Sort.RECORD, label, hint, required=True, inputs=rare)
        more.is_said = any(str(each.path[-1]) in inner for each in rare)
        row.inputs.append(more)
    return row


def _field(each: Input, shape: Shape) -> str:
    """The field an input is for, by the key it is written under."""
    return next((own.field for own in shapes_of(shape.of) if own.key == each.path[-1]), "")


def keyed_rows(
    shapes: Sequence[Shape], path: Path, rows: Sequence[Plain], offers: Offers
) -> list[Input]:
    """The entries of a section as rows; problems tell them by the name they have."""
    found = []
    for number, plain in enumerate(rows):
        inner: Mapping[str, Plain] = plain if isinstance(plain, dict) else {}
        about = (*path, str(inner.get(shapes[0].key, "")))
        row = Input((*path, number), Sort.RECORD, "", about=about)
        for shape in shapes:
            each = input_of(shape, (*path, number, shape.key), inner.get(shape.key), offers)
            each.about = (*about, shape.key)
            row.inputs.append(each)
        found.append(row)
    return found


def _pairs(path: Path, plain: Plain | None) -> list[Input]:
    """A row for each pair, and two more to fill in."""
    pairs = list(plain.items()) if isinstance(plain, dict) else []
    label, value_label = label_of(dict, "key")[0], label_of(dict, "value")[0]
    rows = []
    for number, (key, value) in enumerate((*pairs, ("", ""), ("", ""))):
        here = (*path, number)
        row = Input(here, Sort.RECORD, "", about=(*path, key) if key else here)
        row.inputs = [
            Input((*here, "key"), Sort.TEXT, label, value=key),
            Input((*here, "value"), Sort.TEXT, value_label, value=str(value)),
        ]
        rows.append(row)
    return rows


# ---------------------------------------------------------------- what is wrong, and where


def everything_in(inputs: Iterable[Input]) -> Iterator[Input]:
    """All inputs, however deep."""
    for each in inputs:
        yield each
        yield from everything_in(each.below())


def place_problems(inputs: Iterable[Input], problems: Iterable[Problem]) -> list[str]:
    """Put each problem beside the deepest input it is about; what is left concerns the whole."""
    known = {show_path(each.about or each.path): each for each in everything_in(inputs)}
    left = []
    for problem in problems:
        beside = max((path for path in known if _within(problem.path, path)), key=len, default=None)
        if beside is None:
            left.append(problem.message)
        else:
            known[beside].errors.append(problem.message)
    return left


def _within(path: str, outer: str) -> bool:
    return path == outer or path.startswith((f"{outer}.", f"{outer}["))
