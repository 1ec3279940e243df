"""The systems that report for a provider: a key for each, shown once; for its owners."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.catalogue.actions import (
    close_source,
    map_source,
    open_source,
    rotate_source,
    scope_source,
)
from recert.catalogue.models import Provider, Source, SourceKind
from recert.catalogue.queries import ProviderDuty, courses_of, source_for_staff, sources_of
from recert.completions.models import CompletionState
from recert.completions.queries import reports_of
from recert.completions.signed.pinning import THEIRS, pin_keys, pinned_to
from recert.statements.keeping import keep_statements, years_kept
from recert.web.access import ProviderRequest, desk_for_provider
from recert.web.clock import now
from recert.web.components.forms import refusals_on, refusals_said, sent

ON_A_PAGE = 30

KINDS = (
    (SourceKind.API, lazy("Our API: a system of yours sends completions as JSON, with a token")),
    (SourceKind.STATEMENTS, lazy("xAPI: Moodle, Open edX or the like sends what happens there")),
    (SourceKind.WEBHOOK, lazy("Signed webhook: a system tells us when somebody has finished")),
    (SourceKind.SIGNED, lazy("Signed files: learners hand in what another recert signed for them")),
)  # fmt: skip


class CoursesField(forms.CharField):
    """Courses by their provider's numbers, a line each; answers with our ids."""

    widget = forms.Textarea

    def __init__(self, provider: Provider, **more: Any) -> None:
        self.provider = provider
        super().__init__(
            label=_("Only for these courses"),
            help_text=_("Your numbers, one on each line. Empty: all of them, those to come too."),
            required=False,
            max_length=20_000,
            widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
            **more,
        )

    def clean(self, value: Any) -> list[str]:
        """The courses' ids."""
        numbers = {each.strip() for each in super().clean(value).splitlines()} - {""}
        found = dict(
            courses_of(self.provider).filter(number__in=numbers).values_list("number", "public_id")
        )
        if missing := sorted(numbers - set(found)):
            raise forms.ValidationError(
                _("You have no course with this number: %(numbers)s."),
                params={"numbers": ", ".join(missing[:5])},
            )
        return sorted(found.values())


class OpenForm(forms.Form):
    """How a system speaks, and what you call it."""

    name = forms.CharField(
        label=lazy("What you call it"),
        help_text=lazy("Such as Moodle, or CRM. It stands beside every report it sends."),
        max_length=100,
    )
    kind = forms.ChoiceField(label=lazy("How it reports"), choices=KINDS, widget=forms.RadioSelect)

    def __init__(self, *args: Any, provider: Provider, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["courses"] = CoursesField(provider)


class ScopeForm(forms.Form):
    """For which courses it reports."""

    def __init__(self, *args: Any, provider: Provider, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["courses"] = CoursesField(provider)


class LinksForm(forms.Form):
    """Which of its courses is which of yours."""

    links = forms.CharField(
        label=lazy("Its courses and yours"),
        help_text=lazy("A line each: its own id, an equals sign, your number. 8812 = ML-101"),
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )

    def clean_links(self) -> dict[str, str]:
        """Their ids with our numbers."""
        found = {}
        for line in self.cleaned_data["links"].splitlines():
            theirs, equals, ours = (part.strip() for part in line.rpartition("="))
            if not (theirs or ours or equals):
                continue
            if not (theirs and ours):
                raise forms.ValidationError(
                    _("This line is not whole: %(line)s. Write its id = your number."),
                    params={"line": line.strip()[:60]},
                )
            found[theirs] = ours
        return found


class KeepingForm(forms.Form):
    """For how long statements say of whom they are."""

    years = forms.IntegerField(
        label=lazy("Years for which statements of learning systems say of whom they are"),
        help_text=lazy("Then they lose the person; credit that came of them stays. 1 to 10."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class PinForm(forms.Form):
    """Whose signatures are believed."""

    theirs = forms.CharField(
        label=lazy("Your short name there"),
        help_text=lazy("As it stands in the address of your page there, such as movement-lab."),
        max_length=60,
    )
    keys = forms.CharField(
        label=lazy("Its public keys"),
        help_text=lazy("What stands at /.well-known/jwks.json there. What no key of these signed "
                       "is not taken."),
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )  # fmt: skip


@desk_for_provider(ProviderDuty.OFFICE)
def sources(request: ProviderRequest) -> HttpResponse:
    """Every system that reports, or did; and how long is kept what learning systems say."""
    provider = request.at_provider.provider
    form = KeepingForm(sent(request), initial={"years": years_kept(provider)})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            keep_statements(
                by=request.user,
                at=now(request),
                provider_slug=provider.slug,
                years=form.cleaned_data["years"],
            )
            messages.success(request, _("Saved."))
            return redirect("provider:sources", provider.slug)
    rows = list(sources_of(provider).prefetch_related("courses"))
    context = {"provider": provider, "sources": rows, "form": form}
    return render(request, "provider/sources.html", context, status=422 if form.errors else 200)


@desk_for_provider(ProviderDuty.OFFICE)
def new_source(request: ProviderRequest) -> HttpResponse:
    """Enter a system; its secret is shown on the answer, and never again."""
    provider = request.at_provider.provider
    form = OpenForm(sent(request), provider=provider, initial={"kind": SourceKind.API})
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        with refusals_on(form):
            source, secret = open_source(
                by=request.user,
                at=now(request),
                provider_slug=provider.slug,
                kind=SourceKind(asked["kind"]),
                name=asked["name"],
                course_ids=asked["courses"],
            )
            if source.kind == SourceKind.SIGNED:  # it brings signatures, and needs no secret
                return redirect("provider:source", provider.slug, source.public_id)
            return _show_secret(request, source, secret)
    context = {"provider": provider, "form": form}
    return render(request, "provider/source_new.html", context, status=422 if form.errors else 200)


def _show_secret(request: ProviderRequest, source: Source, secret: str) -> HttpResponse:
    """The page that shows a secret: the only one, kept by nobody on the way."""
    context = {
        "provider": request.at_provider.provider,
        "source": source,
        "secret": secret,
        "endpoint": endpoint_of(source),
        "token": f"{source.key}.{secret}" if source.kind == SourceKind.API else "",
    }
    answer = render(request, "provider/source_secret.html", context)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def endpoint_of(source: Source) -> str:
    """The address a system sends to."""
    if source.kind == SourceKind.WEBHOOK:
        return settings.SITE_URL + reverse("api:webhook", args=[source.key])
    if source.kind == SourceKind.STATEMENTS:
        return f"{settings.SITE_URL}/xapi/"
    if source.kind == SourceKind.SIGNED:
        return settings.SITE_URL + reverse("member:signed")
    return settings.SITE_URL + reverse("api:completions")


@desk_for_provider(ProviderDuty.OFFICE)
def source_page(request: ProviderRequest, public_id: str) -> HttpResponse:
    """One system: where it sends, for which courses, when it last did, what it sent."""
    provider = request.at_provider.provider
    source = source_for_staff(request.user, provider.slug, public_id)
    forms_ = _forms(request, source)
    if request.method == "POST":
        answer = _acted(request, source, forms_)
        if answer is not None:
            return answer
    reports = reports_of(provider).filter(source=source)
    page = Paginator(reports, ON_A_PAGE).get_page(request.GET.get("page"))
    is_wrong = any(form.errors for form in forms_.values())
    context = {
        "provider": provider,
        "source": source,
        "endpoint": endpoint_of(source),
        "forms": forms_,
        "form": next((form for form in forms_.values() if form.errors), None),
        "page": page,
        "lines": [(each, _counts(each.said)) for each in page],
    }
    return render(request, "provider/source.html", context, status=422 if is_wrong else 200)


def _forms(request: ProviderRequest, source: Source) -> dict[str, forms.Form]:
    """The forms of the page; the one that was sent holds what was typed."""
    act, data = request.POST.get("act", ""), sent(request)
    courses = "\n".join(source.courses.order_by("number").values_list("number", flat=True))
    links = source.mapping.get("courses", {})
    found: dict[str, forms.Form] = {
        "scope": ScopeForm(
            data if act == "scope" else None,
            provider=source.provider,
            initial={"courses": courses},
        )
    }
    if source.kind == SourceKind.SIGNED:
        pinned = {"keys": [each.jwk for each in pinned_to(source)]}
        found["pin"] = PinForm(
            data if act == "pin" else None,
            initial={
                "theirs": source.mapping.get(THEIRS, ""),
                "keys": json.dumps(pinned, indent=1) if pinned["keys"] else "",
            },
        )
    if source.kind in (SourceKind.WEBHOOK, SourceKind.SIGNED):
        lines = "\n".join(f"{theirs} = {ours}" for theirs, ours in sorted(links.items()))
        found["links"] = LinksForm(data if act == "links" else None, initial={"links": lines})
    return found


def _acted(
    request: ProviderRequest, source: Source, forms_: dict[str, forms.Form]
) -> HttpResponse | None:
    """What came of a form; None when it has to be put right."""
    act = request.POST.get("act", "")
    asked: dict[str, Any] = {
        "by": request.user,
        "at": now(request),
        "provider_slug": request.at_provider.provider.slug,
        "source_id": source.public_id,
    }
    if act == "rotate":
        with refusals_said(request):
            source, secret = rotate_source(**asked)
            return _show_secret(request, source, secret)
    elif act == "close":
        close_source(**asked)
        messages.success(request, _("Closed. What it reported stays."))
    elif act in forms_:
        form = forms_[act]
        if not form.is_valid() or not _saved(source, act, form, asked):
            return None
        messages.success(request, _("Saved."))
    return redirect("provider:source", request.at_provider.provider.slug, source.public_id)


def _saved(source: Source, act: str, form: forms.Form, asked: dict[str, Any]) -> bool:
    with refusals_on(form):
        if act == "scope":
            scope_source(**asked, course_ids=form.cleaned_data["courses"])
        elif act == "pin":
            pin_keys(**asked, **form.cleaned_data)
        else:
            map_source(**asked, mapping={**source.mapping, "courses": form.cleaned_data["links"]})
        return True
    return False


def _counts(said: dict[str, int]) -> str:
    """How many rows came to what."""
    known = [(state.label, said.get(state.value, 0)) for state in CompletionState]
    return ", ".join(f"{label}: {many:,}" for label, many in known if many)


urlpatterns = [
    path("systems", sources, name="sources"),
    path("systems/new", new_source, name="source_new"),
    path("systems/<str:public_id>", source_page, name="source"),
]
