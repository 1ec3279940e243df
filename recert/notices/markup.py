"""The little markup a body may write its letters in: the same source gives plain text and HTML.

Paragraphs have an empty line between them. Lines that begin with `- ` are a list, `**this**` is
strong, `[these words](https://example.org)` lead somewhere, `{name}` is filled in. There is
nothing else, and what is filled in is never read as markup, whoever typed it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping

from django.utils.html import (
    conditional_escape,
    format_html,
    format_html_join,
    linebreaks,
    urlize,
)
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from recert.lib.refusals import Refusal

PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
INLINE = re.compile(r"\*\*(?P<strong>[^*\n]+)\*\*|\[(?P<label>[^\]\n]+)\]\((?P<target>[^)\s]*)\)")
TARGET = re.compile(r"(https?://|mailto:)[^\s\"'<>{}]+|\{sign_in\}")
ALONE = re.compile(r"\{([a-z_]+)\}")

LINK = "color:inherit"

Values = Mapping[str, str]


# ---------------------------------------------------------------- what is wrong with it


def markup_problems(text: str, known: Iterable[str], field: str) -> Iterator[Refusal]:
    """What cannot be sent as it is written: each with its line, and how to mend it."""
    names = tuple(known)
    for number, line in enumerate(text.splitlines(), 1):
        for name in PLACEHOLDER.findall(line):
            if name not in names:
                yield Refusal(_unknown(number, name, names), field)
        if "{" in PLACEHOLDER.sub("", line).replace("{}", ""):
            sentence = _("Line %(line)s: a brace is opened and not closed. Write {name}.")
            yield Refusal(sentence % {"line": number}, field)
        for found in INLINE.finditer(line):
            target = found["target"]
            if target is not None and not TARGET.fullmatch(target):
                yield Refusal(
                    _("Line %(line)s: “%(target)s” is no address. Begin it with https://.")
                    % {"line": number, "target": target},
                    field,
                )


def _unknown(number: int, name: str, names: tuple[str, ...]) -> str:
    words = {"line": number, "name": name}
    near = difflib.get_close_matches(name.strip().lower(), names, n=1)
    if near:
        words["near"] = near[0]
        return _("Line %(line)s: there is no {%(name)s}. Did you mean {%(near)s}?") % words
    words["all"] = ", ".join(f"{{{each}}}" for each in names)
    return _("Line %(line)s: there is no {%(name)s}. There are: %(all)s.") % words


# ---------------------------------------------------------------- plain


def in_plain(text: str, values: Values) -> str:
    """The source as plain text, with the values filled in."""
    return _filled(INLINE.sub(_plain_inline, _tidy(text)), values)


def _plain_inline(found: re.Match[str]) -> str:
    if found["strong"]:
        return found["strong"]
    label, target = found["label"], found["target"].removeprefix("mailto:")
    return target if label == target else f"{label} ({target})"


def _filled(text: str, values: Values) -> str:
    return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def _tidy(text: str) -> str:
    lines = (line.rstrip() for line in text.replace("\r\n", "\n").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


# ---------------------------------------------------------------- HTML


def in_html(text: str, values: Values) -> SafeString:
    """The source as HTML, with the values filled in and made harmless."""
    blocks = _tidy(text).split("\n\n")
    return mark_safe("".join(_block(block, values) for block in blocks if block))  # noqa: S308


def plain_in_html(text: str) -> SafeString:
    """Words without any markup as HTML paragraphs."""
    return mark_safe(linebreaks(urlize(text, autoescape=True)))  # noqa: S308  # escaped by urlize


def _block(block: str, values: Values) -> SafeString:
    alone = ALONE.fullmatch(block)
    if alone and alone[1] in values:
        return plain_in_html(values[alone[1]])
    lines = block.split("\n")
    if all(line.startswith("- ") for line in lines):
        items = ((_inline(line[2:], values),) for line in lines)
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", items))
    joined = format_html_join(mark_safe("<br>"), "{}", ((_inline(each, values),) for each in lines))
    return format_html("<p>{}</p>", joined)


def _inline(line: str, values: Values) -> SafeString:
    found, last = SafeString(""), 0
    for each in INLINE.finditer(line):
        found += _escaped(line[last : each.start()], values)
        if each["strong"]:
            found += format_html("<strong>{}</strong>", _escaped(each["strong"], values))
        else:
            target = _filled(each["target"], values)
            found += format_html(
                '<a href="{}" style="{}">{}</a>', target, LINK, _escaped(each["label"], values)
            )
        last = each.end()
    return found + _escaped(line[last:], values)


def _escaped(text: str, values: Values) -> SafeString:
    filled = conditional_escape(_filled(text, values))
    return mark_safe(filled.replace("\n", "<br>"))  # noqa: S308  # escaped just above
