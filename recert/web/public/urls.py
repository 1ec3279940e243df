"""The addresses of the public desk."""

from django.urls import path

from recert.web.public.appeals import appeals_page, complain_page, complained_page
from recert.web.public.appearance import choose_appearance
from recert.web.public.ask import ask_page, asked_page
from recert.web.public.branding import body_colours, body_logo
from recert.web.public.calendars import calendar
from recert.web.public.catalogue import catalogue_page
from recert.web.public.catalogue_calendar import calendar_file, calendar_page
from recert.web.public.catalogue_course import course_page
from recert.web.public.catalogue_providers import provider_page, providers_page
from recert.web.public.catalogue_sitemap import sitemap, sitemap_part
from recert.web.public.check import certification_page, certification_qr, check_page
from recert.web.public.claims import claim, enter_code
from recert.web.public.complaint import complaint_page
from recert.web.public.completions import completion_page
from recert.web.public.coverage import coverage_page
from recert.web.public.draws import draw_page, draw_record, draws_page
from recert.web.public.edition import edition_page, edition_text, guide_page
from recert.web.public.glossary import glossary_page
from recert.web.public.help import help_index, help_page, rate_help_page
from recert.web.public.home import home_page, icon
from recert.web.public.letters import address_checked, letters_off, letters_off_at_once
from recert.web.public.move_clock import move_clock
from recert.web.public.rulebooks import body_page, rulebooks_page
from recert.web.public.signing_keys import signing_keys
from recert.web.public.stripe_events import stripe_events, stripe_events_of_provider
from recert.web.public.style import style_page
from recert.web.public.transcripts import transcript_file, transcript_page

app_name = "public"

urlpatterns = [
    path("", home_page, name="home"),
    path("favicon.ico", icon, name="icon"),
    path("rulebooks/", rulebooks_page, name="rulebooks"),
    path("coverage", coverage_page, name="coverage"),
    path("rulebooks/<slug:slug>/", body_page, name="body"),
    path("bodies/<slug:slug>/audits/", draws_page, name="draws"),
    path("bodies/<slug:slug>/audits/<str:public_id>", draw_page, name="draw"),
    path("bodies/<slug:slug>/audits/<str:public_id>/record.json", draw_record, name="draw_record"),
    path("bodies/<slug:slug>/appeals/", appeals_page, name="appeals"),
    path("bodies/<slug:slug>/complaints/new", complain_page, name="complain"),
    path("bodies/<slug:slug>/complaints/sent", complained_page, name="complained"),
    path("complaints/<str:token>", complaint_page, name="complaint"),
    path("bodies/<slug:slug>/providers/", providers_page, name="providers"),
    path("providers/<slug:slug>", provider_page, name="provider"),
    path("courses/", catalogue_page, name="catalogue"),
    path("courses/calendar", calendar_page, name="course_calendar"),
    path("courses/calendar.ics", calendar_file, name="course_calendar_file"),
    path("courses/<str:public_id>", course_page, name="course"),
    path(".well-known/jwks.json", signing_keys, name="signing_keys"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemap_part, name="sitemap_part"),
    path("rulebooks/<slug:slug>/<str:edition>/", edition_page, name="edition"),
    path("rulebooks/<slug:slug>/<str:edition>/guide", guide_page, name="guide"),
    path("rulebooks/<slug:slug>/<str:edition>/text", edition_text, name="edition_text"),
    path("calendars/<str:secret>.ics", calendar, name="calendar"),
    path("check", check_page, name="check"),
    path("c/<slug:code>", certification_page, name="certification"),
    path("c/<slug:code>/qr.svg", certification_qr, name="certification_qr"),
    path("t/<slug:code>", transcript_page, name="transcript"),
    path("claim", enter_code, name="claim_code"),
    path("claim/<str:code>", claim, name="claim"),
    path("completions/<slug:code>", completion_page, name="completion"),
    path("t/<slug:code>.pdf", transcript_file, name="transcript_file"),
    path("glossary", glossary_page, name="glossary"),
    path("help/", help_index, name="help"),
    path("help/<slug:slug>", help_page, name="help_page"),
    path("help/<slug:slug>/helpful", rate_help_page, name="rate_help_page"),
    path("ask", ask_page, name="ask"),
    path("ask/sent/<slug:slug>", asked_page, name="asked"),
    path("bodies/<slug:slug>/colours.css", body_colours, name="body_colours"),
    path("bodies/<slug:slug>/logo.png", body_logo, name="body_logo"),
    path("letters/off/<str:token>", letters_off, name="letters_off"),
    path("letters/off/<str:token>/at-once", letters_off_at_once, name="letters_off_at_once"),
    path("letters/address/<str:token>", address_checked, name="address_checked"),
    path("appearance", choose_appearance, name="appearance"),
    path("clock", move_clock, name="clock"),
    path("stripe/<slug:slug>", stripe_events, name="stripe"),
    path("stripe/providers/<slug:slug>", stripe_events_of_provider, name="stripe_provider"),
    path("style", style_page, name="style"),
]
