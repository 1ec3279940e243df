"""Django's own widgets, drawn without a template for each of their options.

A list of the world's time zones has four hundred options, and Django fills in three templates for
each. What is drawn here is letter for letter what those templates draw (a test compares them), in
a tenth of the time; widgets that are not named here are drawn by Django's templates as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.formats import localize
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeData, SafeString

Widget = Mapping[str, Any]

INPUTS = ("checkbox", "color", "date", "datetime", "email", "hidden", "number", "password",
          "search", "tel", "text", "time", "url")  # fmt: skip


class QuickWidgets(DjangoTemplates):
    """The renderer of all forms."""

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        """Draw a widget, or whatever else a form is made of."""
        draw = DRAWN.get(template_name)
        if draw is None:
            return super().render(template_name, context, request)
        return SafeString(draw(context["widget"]).strip())  # every value is escaped below


def _select(widget: Widget) -> str:
    found = [f'<select name="{_shown(widget["name"])}"{_attributes(widget["attrs"])}>']
    for group, options, _index in widget["optgroups"]:
        if group:
            found.append(f'\n  <optgroup label="{_shown(group)}">')
        found += (f"\n  {_select_option(option)}\n" for option in options)
        if group:
            found.append("\n  </optgroup>")
    return "".join([*found, "\n</select>"])


def _select_option(option: Widget) -> str:
    attributes, label = _attributes(option["attrs"]), _shown(option["label"])
    return f'<option value="{_as_text(option["value"])}"{attributes}>{label}</option>'


def _group(widget: Widget) -> str:
    """Several inputs under one question."""
    attributes = widget["attrs"]
    id, its_class = attributes.get("id"), attributes.get("class")
    named = f' id="{_shown(id)}"' if id else ""
    styled = f' class="{_shown(its_class)}"' if its_class else ""
    found = [f"<div{named}{styled}>"]
    for group, options, _index in widget["optgroups"]:
        if group:
            found.append(f"\n  <div><label>{_shown(group)}</label>")
        found += (f"<div>\n    {_option(option)}</div>" for option in options)
        if group:
            found.append("\n  </div>")
    return "".join([*found, "\n</div>"])


def _option(widget: Widget) -> str:
    """One input of several, in its label."""
    drawn = _input(widget)
    if not widget.get("wrap_label"):
        return f"{drawn}\n\n"
    id = widget["attrs"].get("id")
    named = f' for="{_shown(id)}"' if id else ""
    return f"<label{named}>{drawn} {_shown(widget['label'])}</label>\n\n"


def _input(widget: Widget) -> str:
    value = widget["value"]
    said = "" if value is None else f' value="{_as_text(value)}"'
    kind, name = _shown(widget["type"]), _shown(widget["name"])
    return f'<input type="{kind}" name="{name}"{said}{_attributes(widget["attrs"])}>\n'


def _attributes(attributes: Mapping[str, Any]) -> str:
    given: Iterable[tuple[str, Any]] = attributes.items()
    return "".join(
        f" {_shown(name)}" if value is True else f' {_shown(name)}="{_as_text(value)}"'
        for name, value in given
        if value is not False
    )


def _as_text(value: Any) -> str:
    """As `{{ value|stringformat:'s' }}` has it: not in anybody's language, and escaped."""
    return value if isinstance(value, SafeData) else escape(str(value))  # type: ignore[return-value]


def _shown(value: Any) -> str:
    """As `{{ value }}` has it: in the reader's language, and escaped."""
    return conditional_escape(localize(value))


DRAWN: dict[str, Callable[[Widget], str]] = {
    "django/forms/widgets/select.html": _select,
    "django/forms/widgets/select_option.html": _select_option,
    "django/forms/widgets/radio.html": _group,
    "django/forms/widgets/checkbox_select.html": _group,
    "django/forms/widgets/radio_option.html": _option,
    "django/forms/widgets/checkbox_option.html": _option,
    **{f"django/forms/widgets/{kind}.html": _input for kind in INPUTS},
}
