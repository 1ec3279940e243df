"""The addresses of a body's letters."""

from django.urls import URLPattern

from recert.web.staff.letters import sent, wording

urlpatterns: list[URLPattern] = [*wording.urlpatterns, *sent.urlpatterns]
"""Where the words of letters are changed, and where it is seen what went to whom."""
