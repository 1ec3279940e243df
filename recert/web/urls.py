"""Where each address leads: one line for each desk."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("allauth.urls")),
    path("me/", include("recert.web.member.urls")),
    path("staff/", include("recert.web.staff.urls")),
    path("provider/", include("recert.web.provider.urls")),
    path("xapi/", include("recert.web.api.xapi.urls")),
    path("api/", include("recert.web.api.urls")),
    path("", include("recert.web.public.urls")),
]

handler400 = "recert.web.api.missing.bad_request"
handler404 = "recert.web.api.missing.not_found"
