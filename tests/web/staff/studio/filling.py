"""A form as a browser would send it: every input with what is shown in it."""

from __future__ import annotations

from collections.abc import Iterable
from html.parser import HTMLParser

from django.http import QueryDict

from recert.web.staff.studio.inputs import Input
from recert.web.staff.studio.shapes import Sort


def sent_as_shown(inputs: Iterable[Input]) -> QueryDict:
    """What is sent when nothing is touched."""
    data = QueryDict(mutable=True)
    for each in inputs:
        _fill(data, each)
    return data


def _fill(data: QueryDict, each: Input) -> None:
    match each.sort:
        case Sort.RECORD:
            if each.is_said and not each.required and each.label:
                data.appendlist(f"{each.name}.said", "on")
        case Sort.TABLE | Sort.RECORDS | Sort.PAIRS:
            data.appendlist(f"{each.name}.rows", str(len(each.rows)))
        case Sort.TRUTH:
            if each.is_said:
                data.appendlist(each.name, "on")
        case Sort.WORDS | Sort.LIST if each.choices:
            data.setlist(each.name, list(each.chosen))
        case _:
            data.appendlist(each.name, each.value)
    for inner in each.below():
        _fill(data, inner)


class _Form(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.data: dict[str, list[str]] = {}
        self.area = ""
        self.select = ""
        self.option: str | None = None
        self.on = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        if tag == "form":
            self.on = found.get("method") == "post" and "action" not in found and not self.data
        if not self.on:
            return
        name, kind = found.get("name", ""), found.get("type")
        if tag == "input" and name and kind not in ("file", "submit"):
            if kind not in ("checkbox", "radio") or "checked" in found:
                self.data.setdefault(name, []).append(found.get("value", "on"))
        elif tag == "select":
            self.select, self.option = name, None
        elif tag == "option" and (self.option is None or "selected" in found):
            self.option = found.get("value", "")
        elif tag == "textarea":
            self.area = name
            self.data[name] = [""]

    def handle_data(self, data: str) -> None:
        if self.area:
            self.data[self.area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.on = False
        elif tag == "textarea":
            self.area = ""
        elif tag == "select" and self.select:
            self.data[self.select] = [self.option or ""]
            self.select = ""


def form_on(html: str) -> dict[str, list[str]]:
    """The first form of a page that is sent to the page itself, as it would be sent untouched."""
    reader = _Form()
    reader.feed(html)
    return reader.data
