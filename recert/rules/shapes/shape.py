"""A shape: a form of rule, and the sign it is known by."""

from __future__ import annotations

from dataclasses import dataclass

from recert.rules.shapes.signs import Sign


@dataclass(frozen=True, slots=True)
class Shape:
    """A form of rule. `rows` names the rows of the collected tables it stands for."""

    id: str
    rows: str
    said: str
    sign: Sign
