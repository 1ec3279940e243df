"""Posting: a notice as the letter that goes out, plain and in HTML, in its body's look."""

from __future__ import annotations

from dataclasses import dataclass
from email.mime.image import MIMEImage
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from recert.notices.actions import off_token
from recert.notices.kinds import KINDS
from recert.notices.languages import RIGHT_TO_LEFT
from recert.notices.markup import plain_in_html
from recert.notices.models import Notice
from recert.people.models import Body, Logo
from recert.people.telling import language_of_ours

ACCENT = "#0d566b"  # the pages' own, in the light
LOGO = "logo@recert"
DIGEST = "digest"
WAITING = "work-waiting"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter's parts, before it has an address on it."""

    subject: str
    text: str
    html: str
    logo: bytes  # PNG; empty where the body has none
    off_url: str  # where this kind is turned off; empty where it cannot be


def letter_of(notice: Notice, logo_at: str = f"cid:{LOGO}") -> Letter:
    """The letter a notice becomes; `logo_at` is where its HTML finds the logo."""
    body = Body.objects.filter(slug=notice.body_slug).first() if notice.body_slug else None
    logo = Logo.objects.filter(body=body).first() if body else None
    off_url = _off_url(notice)
    foot = _foot(body, off_url)
    html = letter_html(
        subject=notice.subject,
        inside=mark_safe(notice.html) if notice.html else plain_in_html(notice.text),  # noqa: S308  # made by `in_html`
        foot=foot,
        body=body,
        logo_at=logo_at if logo else "",
        off_url=off_url,
        language=notice.language,
    )
    return Letter(
        subject=notice.subject,
        text="\n".join((notice.text, "", "-- ", foot, *((off_url,) if off_url else ()))),
        html=html,
        logo=bytes(logo.png) if logo else b"",
        off_url=off_url,
    )


def letter_html(
    *,
    subject: str,
    inside: SafeString,
    foot: str,
    body: Body | None = None,
    logo_at: str = "",
    off_url: str = "",
    language: str = "",
) -> str:
    """The one design of every letter, of bodies and of ours.

    `language` is that of `inside`; the foot is ours, in the language of the pages.
    """
    return render_to_string(
        "notices/letter.html",
        {
            "subject": subject,
            "inside": inside,
            "sender": body.name if body else _("recert"),
            "accent": (body.accent if body else "") or ACCENT,
            "logo_at": logo_at,
            "foot": foot,
            "off_url": off_url,
            "language": language or settings.LANGUAGE_CODE,
            "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
            "language_of_ours": language_of_ours(language),
        },
    )


def _foot(body: Body | None, off_url: str) -> str:
    words = {"body": body.name if body else "", "site": settings.SITE_URL}
    said = (
        _("%(body)s keeps its certifications with recert, %(site)s.")
        if body
        else _("From recert, %(site)s.")
    ) % words
    return f"{said} {_('You need not get such letters:')}" if off_url else said


def _off_url(notice: Notice) -> str:
    kind = WAITING if notice.kind == DIGEST else notice.kind
    if not notice.recipient_id or not KINDS[kind].optional:
        return ""
    token = off_token(notice.recipient_id, kind)
    return settings.SITE_URL + reverse("public:letters_off", args=[token])


def message_of(notice: Notice) -> EmailMultiAlternatives:
    """The message for the mail server: both forms, who answers go to, how to be left alone."""
    letter = letter_of(notice)
    name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    domain = sender.rpartition("@")[2]
    body = Body.objects.filter(slug=notice.body_slug).only("name", "email").first()
    headers = {
        # A letter sent twice, after a crash between sending and noting, is the same letter.
        "Message-ID": f"<{notice.public_id}@{domain}>",
        "Auto-Submitted": "auto-generated",
        "From": formataddr((body.name if body else name, sender)),
    }
    if letter.off_url:  # RFC 8058: mail programs turn it off with one click
        headers["List-Unsubscribe"] = f"<{letter.off_url}/at-once>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        from_email=return_path(notice.public_id),
        to=[notice.email],
        reply_to=[body.email] if body and body.email else None,
        headers=headers,
    )
    message.attach_alternative(letter.html, "text/html")
    if letter.logo:
        picture = MIMEImage(letter.logo, "png")
        picture.add_header("Content-ID", f"<{LOGO}>")
        picture.add_header("Content-Disposition", "inline", filename="logo.png")
        message.attach(picture)
    return message


def return_path(notice_id: str) -> str:
    """Where mail servers send a letter back to: an address that names the letter, if we have one.

    Reports that quote the letter are understood without it.
    """
    local, at, domain = settings.BOUNCES_TO.partition("@")
    return f"{local}+{notice_id}@{domain}" if at else settings.DEFAULT_FROM_EMAIL
