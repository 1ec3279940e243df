"""Hook pages: what the desk of a body and the desk of a provider show and do alike."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.completions.hooks import close_hook, replay
from recert.completions.models import Hook, HookEvent, PostingState
from recert.web.access import MemberRequest
from recert.web.clock import now
from recert.web.components.forms import refusals_on, refusals_said, sent

ON_A_PAGE = 50

TONES = {
    PostingState.QUEUED: "wait",
    PostingState.SENDING: "wait",
    PostingState.SENT: "good",
    PostingState.FAILED: "stop",
}


class HookForm(forms.Form):
    """Where to, and of what."""

    address = forms.CharField(
        label=lazy("Address"),
        help_text=lazy("Where your system listens, such as https://example.org/hooks/recert."),
        max_length=500,
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )
    events = forms.MultipleChoiceField(
        label=lazy("It is told when"),
        choices=HookEvent.choices,
        widget=forms.CheckboxSelectMultiple,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class HookDesk:
    """A desk with addresses of its own. What is found through it is what the reader may see."""

    space: str  # of its addresses: staff or provider
    slug: str
    frame: str  # the page its pages extend
    context: Mapping[str, object]  # what the frame is filled with
    hooks: QuerySet[Hook]
    find: Callable[[str], Hook]
    open: Callable[[str, Collection[str]], tuple[Hook, str]]

    def filled(self, **more: object) -> dict[str, Any]:
        """What its pages are filled with."""
        said = {"frame": self.frame, "space": self.space, "slug": self.slug}
        return {**self.context, **said, **more}


def hooks_page(request: MemberRequest, desk: HookDesk) -> HttpResponse:
    """The addresses that are told; entering one shows its secret on the answer, and never again."""
    form = HookForm(sent(request), initial={"events": [each.value for each in HookEvent]})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            hook, secret = desk.open(form.cleaned_data["address"], form.cleaned_data["events"])
            shown = desk.filled(hook=hook, secret=secret)
            answer = render(request, "components/hook_secret.html", shown)
            answer.headers["Cache-Control"] = "no-store"
            return answer
    context = desk.filled(form=form, hooks=[(each, _told_of(each)) for each in desk.hooks])
    return render(request, "components/hooks.html", context, status=422 if form.errors else 200)


def hook_page(request: MemberRequest, desk: HookDesk, public_id: str) -> HttpResponse:
    """One address: what it was told and how it answered; a message sent again; its end."""
    hook = desk.find(public_id)
    if request.method == "POST":
        with refusals_said(request):
            if "close" in request.POST:
                close_hook(by=request.user, at=now(request), hook=hook)
                messages.success(request, _("It is told nothing more."))
            else:
                again = request.POST.get("again", "")
                replay(by=request.user, at=now(request), hook=hook, posting_id=again)
                messages.success(request, _("It is sent once more, with the same id."))
        return redirect(f"{desk.space}:hook", desk.slug, public_id)
    page = Paginator(hook.postings.all(), ON_A_PAGE).get_page(request.GET.get("page"))
    lines = [
        (each, TONES[PostingState(each.state)], _may_replay(hook, each.state)) for each in page
    ]
    context = desk.filled(hook=hook, page=page, lines=lines, told_of=_told_of(hook))
    return render(request, "components/hook.html", context)


def _may_replay(hook: Hook, state: str) -> bool:
    return hook.closed_at is None and state in (PostingState.SENT, PostingState.FAILED)


def _told_of(hook: Hook) -> str:
    """What it is told of, in words."""
    return "; ".join(str(HookEvent(each).label) for each in hook.events)
