"""The draws of a body: the list of them, and preparing one."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from recert.audits.actions import change_draw, prepare_draw
from recert.audits.models import Draw, DrawState
from recert.audits.policy import Order, order_named, orders_of
from recert.audits.queries import draw_for_staff, draws_of, progress_of_many
from recert.people.models import Body
from recert.people.queries import Duty
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now, today
from recert.web.components.audit_facts import share_words
from recert.web.components.clauses import clause_view
from recert.web.components.draw_words import draw_state
from recert.web.components.forms import refusals_on, sent
from recert.web.components.naming import rulebook_url
from recert.web.staff.auditing.plan_form import PlanForm, as_prepared

ON_A_PAGE = 25
NO_CLAUSE = "none"


@desk_for_staff(Duty.DRAW)
def draws(request: DeskRequest) -> HttpResponse:
    """Every draw with how far it is."""
    body = request.desk.body
    page = Paginator(draws_of(body), ON_A_PAGE).get_page(request.GET.get("page"))
    progress = progress_of_many(page)
    lines = [(each, draw_state(each), progress[each.pk]) for each in page]
    context = {"body": body, "page": page, "lines": lines}
    return render(request, "staff/auditing/draws.html", context)


@desk_for_staff(Duty.DRAW)
def new(request: DeskRequest) -> HttpResponse:
    """Prepare a draw: first by which clause, then the rest."""
    body = request.desk.body
    on = today(request, body.zone)
    asked = request.POST.get("clause") or request.GET.get("clause", "")
    order = _order(body, asked, request)
    if order is None and asked != NO_CLAUSE:
        orders = [
            (each, share_words(each.ordered[1]), _clause(each)) for each in orders_of(body, on)
        ]
        context = {"body": body, "orders": orders, "no_clause": NO_CLAUSE}
        return render(request, "staff/auditing/draw_by.html", context)
    form = PlanForm(sent(request), body=body, order=order, on=on)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            found = prepare_draw(
                by=request.user, at=now(request), body_slug=body.slug, plan=form.plan()
            )
            messages.success(request, _("Prepared. Nothing is published yet."))
            return redirect("staff:draw", body.slug, found.public_id)
    return _form(request, form, order, None, asked)


@desk_for_staff(Duty.DRAW)
def change(request: DeskRequest, public_id: str) -> HttpResponse:
    """Prepare it differently, while its list is not frozen."""
    body = request.desk.body
    draw = draw_for_staff(request.user, body.slug, public_id)
    if draw.state != DrawState.PREPARED:
        messages.error(request, _("The list is frozen: nothing of the draw can be changed."))
        return redirect("staff:draw", body.slug, public_id)
    order = order_named(body, draw.as_of, draw.edition, draw.clause)
    form = PlanForm(sent(request), body=body, order=order, on=draw.as_of, initial=as_prepared(draw))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            change_draw(
                by=request.user,
                at=now(request),
                body_slug=body.slug,
                draw_id=public_id,
                plan=form.plan(),
            )
            messages.success(request, _("Changed."))
            return redirect("staff:draw", body.slug, public_id)
    return _form(request, form, order, draw)


def _order(body: Body, asked: str, request: DeskRequest) -> Order | None:
    edition, _colon, clause = asked.partition(":")
    return order_named(body, today(request, body.zone), edition, clause)


def _clause(order: Order) -> object:
    return clause_view(order.rulebook, order.ordered[0], rulebook_url(order.rulebook))


def _form(
    request: DeskRequest, form: PlanForm, order: Order | None, draw: Draw | None, asked: str = ""
) -> HttpResponse:
    context = {
        "body": request.desk.body,
        "form": form,
        "draw": draw,
        "asked": asked,
        "clause": _clause(order) if order else None,
        "others": [clause_view(order.rulebook, each) for each, _rule in order.others]
        if order
        else [],
        "share": share_words(order.ordered[1]) if order else "",
    }
    status = 422 if form.errors else 200
    return render(request, "staff/auditing/draw_form.html", context, status=status)


urlpatterns = [
    path("audits/draws", draws, name="draws"),
    path("audits/draws/new", new, name="draw_new"),
    path("audits/draws/<str:public_id>/change", change, name="draw_change"),
]
