"""The addresses programs speak to: the completions API, what it says of itself, webhooks."""

from django.urls import URLPattern, URLResolver, path

from recert.web.api.hooks import webhook
from recert.web.api.missing import telling_methods
from recert.web.api.site import api

app_name = "api"

_api: list[URLPattern | URLResolver] = api.urls[0]

for _each in _api:
    if isinstance(_each, URLPattern):
        _each.callback = telling_methods(_each.callback)

urlpatterns: list[URLPattern | URLResolver] = [
    path("hooks/<str:key>", telling_methods(webhook), name="webhook"),
    *_api,
]
