"""What the links in our letters lead to. They work for whoever has the letter, signed in or not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt

from recert.notices.actions import address_works, read_check_token, read_off_token, turn_off
from recert.people.queries import person_by_email
from recert.web.clock import now, true_now

ONE_CLICK = "One-Click"


def letters_off(request: HttpRequest, token: str) -> HttpResponse:
    """Turn one kind of letter off. Opening the page changes nothing: mail scanners open links."""
    _person_id, kind = read_off_token(token)
    is_done = request.method == "POST"
    if is_done:
        turn_off(token=token, at=now(request))
    return render(request, "public/letters_off.html", {"kind": kind, "is_done": is_done})


@csrf_exempt
def letters_off_at_once(request: HttpRequest, token: str) -> HttpResponse:
    """The button of a mail program (RFC 8058): it sends no cookies and just these words.

    The signed address is what allows it, so nothing is lost without a token of a form.
    """
    read_off_token(token)
    if request.method != "POST":
        return redirect("public:letters_off", token)
    if request.POST.get("List-Unsubscribe") != ONE_CLICK:
        return HttpResponseBadRequest("List-Unsubscribe=One-Click is expected here.")
    turn_off(token=token, at=now(request))
    return HttpResponse("You get no more letters of this kind.", content_type="text/plain")


def address_checked(request: HttpRequest, token: str) -> HttpResponse:
    """A letter reached an address that had sent letters back."""
    email = read_check_token(token, true_now())
    is_done = request.method == "POST"
    if is_done:
        person = person_by_email(email)
        address_works(at=now(request), email=email, person_id=person.public_id if person else "")
    return render(request, "public/address_checked.html", {"email": email, "is_done": is_done})
