"""Documents: life-support cards and the like, and for which certification each opens the gate."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from recert.lib.refusals import NotFound
from recert.rules import facts
from recert.rules.facts import DocumentKind, Skills
from recert.standing.documents import doors_of
from recert.standing.words.vocabulary import DOCUMENTS, SKILLS, choices, word
from recert.transcript.actions import (
    add_document,
    attach_evidence,
    correct_document,
    detach_evidence,
    restore_document,
    withdraw_document,
)
from recert.transcript.models import Document
from recert.transcript.queries import document_for, documents_of
from recert.web.access import MemberRequest, signed_in
from recert.web.clock import now, today
from recert.web.components.forms import day_field, refusals_on
from recert.web.components.lists import Row
from recert.web.components.words import day
from recert.web.member.doors import DoorView, door_views
from recert.web.member.evidence import document_word
from recert.web.member.uploads import ACCEPTED, Uploads, take_uploads


class DocumentForm(forms.Form):
    """What is printed on the card."""

    kind = forms.ChoiceField(label=lazy("What is it?"))
    issued = day_field(lazy("Issued on"))
    expires = day_field(
        lazy("Last day it is valid"),
        lazy("Leave it empty if none is printed on it."),
        required=False,
    )
    skills = forms.ChoiceField(
        label=lazy("How was the practical part done?"),
        required=False,
        help_text=lazy(
            "For CPR, AED and first aid. Many bodies refuse a course that was online only."
        ),
    )
    issuer = forms.CharField(
        label=lazy("Issued by"), max_length=120, required=False,
        help_text=lazy("For example American Red Cross."),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the words of the facts."""
        super().__init__(*args, **options)
        self._choices("kind", choices(dict(DOCUMENTS)))
        unknown = ("", _("I do not know, or there was none"))
        self._choices("skills", [unknown, *choices(dict(SKILLS))])

    def _choices(self, name: str, offered: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = offered

    def fact(self) -> facts.Document:
        """The document as typed."""
        typed = self.cleaned_data
        return facts.Document(
            id="",
            kind=DocumentKind(typed["kind"]),
            issued=typed["issued"],
            expires=typed["expires"],
            skills=Skills(typed["skills"]) if typed["skills"] else None,
            issuer=typed["issuer"],
        )


@signed_in
def documents(request: MemberRequest) -> HttpResponse:
    """Every document, the newest first, with the gates it opens."""
    views = door_views(doors_of(request.user, now(request)))
    cards = [
        (each, document_word(each), _skills(each), views.get(each.public_id, ()))
        for each in documents_of(request.user)
    ]
    context = {"cards": cards, "absent": views.get("", ()), "today": _today(request)}
    return render(request, "member/documents.html", context)


def _today(request: MemberRequest) -> object:
    return today(request, request.user.zone)


@signed_in
def add(request: MemberRequest) -> HttpResponse:
    """Add a document, with its proof now or later."""
    return _edit(request, None)


@signed_in
def correct(request: MemberRequest, public_id: str) -> HttpResponse:
    """Correct a document; its proof moves along."""
    row = document_for(request.user, public_id)
    if row.withdrawn_at is not None:
        return redirect("member:document", public_id)
    return _edit(request, row)


def _edit(request: MemberRequest, row: Document | None) -> HttpResponse:
    uploads = Uploads((), ())
    form = DocumentForm(initial=_initial(row))
    if request.method == "POST":
        uploads = take_uploads(request)
        form = DocumentForm(request.POST)
        saved = _save(request, form, uploads, row)
        if saved is not None:
            messages.success(request, _("Saved. Here is what it opens."))
            return redirect("member:document", saved.public_id)
    context = {"form": form, "row": row, "kept": uploads.kept, "accepted": ACCEPTED}
    status = 422 if form.is_bound else 200
    return render(request, "member/document_form.html", context, status=status)


def _initial(row: Document | None) -> dict[str, object]:
    if row is None:
        return {"kind": DocumentKind.CPR.value}
    return {
        "kind": row.kind,
        "issued": row.issued,
        "expires": row.expires,
        "skills": row.skills,
        "issuer": row.issuer,
    }


def _save(
    request: MemberRequest, form: DocumentForm, uploads: Uploads, row: Document | None
) -> Document | None:
    form.is_valid()
    for mistake in uploads.mistakes:
        form.add_error(None, mistake)
    if form.errors:
        return None
    by, at = request.user, now(request)
    with refusals_on(form):
        if row is None:
            saved = add_document(by=by, at=at, document=form.fact())
        else:
            saved = correct_document(by=by, at=at, public_id=row.public_id, document=form.fact())
        for evidence in uploads.kept:
            attach_evidence(by=by, at=at, public_id=evidence.public_id, document_id=saved.public_id)
        return saved
    return None


@signed_in
def document(request: MemberRequest, public_id: str) -> HttpResponse:
    """One document: what is printed on it, its proof, and the gates it opens."""
    row = document_for(request.user, public_id)
    context = {
        "row": row,
        "doors": _doors(request, row),
        "files": row.evidence.all(),
        "accepted": ACCEPTED,
        "today": _today(request),
        "kind": document_word(row),
        "rows": _rows(row),
    }
    return render(request, "member/document.html", context)


def _skills(row: Document) -> str:
    return word(Skills(row.skills)) if row.skills else ""


def _rows(row: Document) -> list[Row]:
    said = (
        (_("Issued"), day(row.issued)),
        (_("Valid through"), day(row.expires)),
        (_("Practical part"), _skills(row)),
        (_("Issued by"), row.issuer),
    )
    return [Row(label=label, value=value) for label, value in said if value]


def _doors(request: MemberRequest, row: Document) -> tuple[DoorView, ...]:
    if row.withdrawn_at is not None:
        return ()
    views = door_views(doors_of(request.user, now(request)))
    return views.get(row.public_id, ())


@signed_in
@require_POST
def withdraw(request: MemberRequest, public_id: str) -> HttpResponse:
    """Take a document out; its own page offers to put it back."""
    withdraw_document(by=request.user, at=now(request), public_id=public_id)
    messages.success(request, _("Taken out. You can put it back below."))
    return redirect("member:document", public_id)


@signed_in
@require_POST
def restore(request: MemberRequest, public_id: str) -> HttpResponse:
    """Put a document back."""
    restore_document(by=request.user, at=now(request), public_id=public_id)
    messages.success(request, _("It is back among your documents."))
    return redirect("member:document", public_id)


@signed_in
@require_POST
def add_proof(request: MemberRequest, public_id: str) -> HttpResponse:
    """Add files that prove a document."""
    row = document_for(request.user, public_id)
    if row.withdrawn_at is not None:
        raise NotFound
    uploads = take_uploads(request)
    for mistake in uploads.mistakes:
        messages.error(request, mistake)
    for evidence in uploads.kept:
        attach_evidence(
            by=request.user,
            at=now(request),
            public_id=evidence.public_id,
            document_id=row.public_id,
        )
    if uploads.kept:
        names = ", ".join(each.name for each in uploads.kept)
        messages.success(request, _("Added as proof: %(names)s.") % {"names": names})
    elif not uploads.mistakes:
        messages.warning(request, _("Choose a file first."))
    return redirect("member:document", public_id)


@signed_in
@require_POST
def remove_proof(request: MemberRequest, public_id: str, proof_id: str) -> HttpResponse:
    """Take a file off a document; the file stays in the inbox."""
    row = document_for(request.user, public_id)
    detach_evidence(by=request.user, at=now(request), public_id=proof_id, document_id=row.public_id)
    messages.success(request, _("Taken off. The file itself is still in your proof inbox."))
    return redirect("member:document", public_id)


urlpatterns = [
    path("documents/", documents, name="documents"),
    path("documents/add", add, name="document_add"),
    path("documents/<str:public_id>/", document, name="document"),
    path("documents/<str:public_id>/correct", correct, name="document_correct"),
    path("documents/<str:public_id>/withdraw", withdraw, name="document_withdraw"),
    path("documents/<str:public_id>/restore", restore, name="document_restore"),
    path("documents/<str:public_id>/proof", add_proof, name="document_proof"),
    path(
        "documents/<str:public_id>/proof/<str:proof_id>/remove",
        remove_proof,
        name="document_proof_remove",
    ),
]
