"""The frame of every page: the masthead with its links, the colophon, the colours.

Which links stand there depends on who reads: everybody finds the public desk, a signed-in
person their own, staff the desks of the bodies they work for (`desk_menu`). A desk whose
addresses are not part of this installation is not offered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recert.catalogue.queries import Works, workplaces_of
from recert.people.models import Body, Person
from recert.web.components.desk_menu import desk_menu
from recert.web.components.provider_menu import provider_menu

register = template.Library()

THEME_COOKIE = "theme"
THEMES = (
    ("auto", gettext_lazy("Like my device")),
    ("light", gettext_lazy("Light")),
    ("dark", gettext_lazy("Dark")),
)

PUBLIC_LINKS = (
    ("public:rulebooks", gettext_lazy("Rulebooks")),
    ("public:catalogue", gettext_lazy("Courses")),
    ("public:check", gettext_lazy("Check a certification")),
    ("public:help", gettext_lazy("Help")),
)
MEMBER_LINKS = (
    ("member:home", gettext_lazy("Where I stand")),
    ("member:activities", gettext_lazy("Activities")),
    ("member:classes", gettext_lazy("My classes")),
    ("member:documents", gettext_lazy("Documents")),
    ("member:renewals", gettext_lazy("Renewals")),
    ("public:catalogue", gettext_lazy("Courses")),
    ("public:rulebooks", gettext_lazy("Rulebooks")),
    ("public:help", gettext_lazy("Help")),
)
FOOT_LINKS = (
    ("public:rulebooks", gettext_lazy("Rulebooks")),
    ("public:glossary", gettext_lazy("Glossary")),
    ("public:check", gettext_lazy("Check a certification")),
    ("public:help", gettext_lazy("Help")),
)

TONES = {"success": "good", "warning": "warn", "error": "stop"}


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the frame, and whether the reader is in its part of the house."""

    url: str
    label: str
    is_here: bool = False


def _links(names: tuple[tuple[str, Any], ...], path: str, **kwargs: str) -> list[Link]:
    found = []
    for name, label in names:
        try:
            url = reverse(name, kwargs=kwargs)
        except NoReverseMatch:
            continue  # that desk, or that room of it, is not part of this installation
        found.append(Link(url, str(label), _is_here(name, url, path)))
    return found


def _is_here(name: str, url: str, path: str) -> bool:
    """Whether the page lies in a part of the house. A desk's home is not all of the desk."""
    return path == url if name.endswith(":home") else path.startswith(url)


def _person(request: HttpRequest) -> Person | None:
    user = getattr(request, "user", None)
    return user if isinstance(user, Person) else None


def provider_desk_name(name: str, *, is_bodys: bool) -> str:
    """What a provider's desk is called: a body's own is not to be taken for the body's desk."""
    return _("%(body)s courses") % {"body": name} if is_bodys else name


def _desk_of(request: HttpRequest) -> str:
    """The desk a request is at, as `_work_links` names it; empty at none."""
    if desk := getattr(request, "desk", None):
        return f"staff:home/{desk.body.slug}"
    if at_provider := getattr(request, "at_provider", None):
        return f"provider:home/{at_provider.provider.slug}"
    return ""


def _work_links(person: Person, path: str, at: str) -> list[Link]:
    """A link to each desk the person works at, but the one they are at (`address/slug`)."""
    found: list[Link] = []
    for each in workplaces_of(person):
        if each.kind is Works.AT_BODY:
            address, label = "staff:home", _("%(body)s desk") % {"body": each.name}
        else:
            is_bodys = each.kind is Works.AT_BODYS_OWN
            address, label = "provider:home", provider_desk_name(each.name, is_bodys=is_bodys)
        if at != f"{address}/{each.slug}":
            found += _links(((address, label),), path, slug=each.slug)
    return found


@register.inclusion_tag("components/masthead.html", takes_context=True)
def masthead(context: dict[str, Any]) -> dict[str, object]:
    """The top of the page. `access` says whose desk it is: `request.desk`, `at_provider`."""
    request = context.get("request")
    frame: dict[str, object] = {"csrf_token": context.get("csrf_token"), "home": "/"}
    if request is None:
        return frame
    person = _person(request)
    desk, at_provider = getattr(request, "desk", None), getattr(request, "at_provider", None)
    if desk is not None:
        frame["desk"] = desk.body.name
        frame["desk_logo"] = logo_url(desk.body)
        frame["words"], frame["rooms"] = desk_menu(desk.body.slug, desk.duties, request.path)
    elif at_provider is not None:
        provider, duties = at_provider.provider, at_provider.duties
        is_bodys = provider.body_id is not None
        frame["desk"] = provider_desk_name(provider.name, is_bodys=is_bodys)
        frame["words"], frame["rooms"] = provider_menu(provider.slug, duties, request.path)
    else:
        frame["links"] = _links(MEMBER_LINKS if person else PUBLIC_LINKS, request.path)
    if person is None:
        account = (("account_login", _("Sign in")), ("account_signup", _("Sign up")))
        frame["account"] = _links(account, request.path)
        return frame
    elsewhere = (("member:home", _("My record")),) if desk or at_provider else ()
    own = (*elsewhere, ("member:account", _("Account")))
    frame["account"] = [
        *_work_links(person, request.path, _desk_of(request)),
        *_links(own, request.path),
    ]
    frame["sign_out"] = reverse("account_logout")
    return frame


@register.inclusion_tag("components/colophon.html", takes_context=True)
def colophon(context: dict[str, Any]) -> dict[str, object]:
    """The foot of the page: where else to go, and the colours."""
    request = context.get("request")
    path = request.get_full_path() if request else "/"
    return {
        "csrf_token": context.get("csrf_token"),
        "links": _links(FOOT_LINKS, path),
        "appearance": reverse("public:appearance") if request else "",
        "path": path,
        "themes": THEMES,
        "theme": _theme(request) or "auto",
    }


def _theme(request: HttpRequest | None) -> str:
    chosen = request.COOKIES.get(THEME_COOKIE, "") if request else ""
    return chosen if chosen in {"light", "dark"} else ""


@register.simple_tag(takes_context=True)
def body_look(context: dict[str, Any]) -> SafeString:
    """The colours of the body whose desk or public page this is, where it has its own."""
    desk = getattr(context.get("request"), "desk", None)
    body = desk.body if desk else context.get("body")
    if not isinstance(body, Body) or not body.accent:
        return SafeString("")
    url = reverse("public:body_colours", args=[body.slug])
    mark = f"{body.accent}{body.accent_dark}".replace("#", "")
    return format_html('<link rel="stylesheet" href="{}?{}">', url, mark)


@register.simple_tag
def logo_url(body: Body) -> str:
    """Where a body's logo is; empty where it has none."""
    if not body.logo_mark:
        return ""
    return f"{reverse('public:body_logo', args=[body.slug])}?{body.logo_mark}"


@register.simple_tag(takes_context=True)
def theme_attribute(context: dict[str, Any]) -> SafeString:
    """The colours the reader chose; nothing when they follow the device."""
    chosen = _theme(context.get("request"))
    return format_html(' data-theme="{}"', chosen) if chosen else SafeString("")


@register.filter
def message_tone(message: Message) -> str:
    """The tone of a message of Django's."""
    return TONES.get(message.level_tag, "note")
