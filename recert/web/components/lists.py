"""What lists on a page are made of, as plain data a view can fill."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a summary list: a label, what it is, and perhaps where to change it."""

    label: str
    value: object
    url: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to do: its name, how it stands in words, the word's tone, where to do it."""

    title: str
    state: str
    tone: str = "quiet"
    url: str = ""
    hint: str = ""
