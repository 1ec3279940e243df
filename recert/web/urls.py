"""Where each address leads: one line for each desk."""

from django.urls import URLPattern, URLResolver, include, path

from recert.web.api.developers import developers_page

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("allauth.urls")),
    path("me/", include("recert.web.member.urls")),
    path("staff/", include("recert.web.staff.urls")),
    path("provider/", include("recert.web.provider.urls")),
    path("xapi/", include("recert.web.api.xapi.urls")),
    path("api/", include("recert.web.api.urls")),
    path("developers", developers_page, name="developers"),
    path("", include("recert.web.public.urls")),
]

handler400 = "recert.web.api.missing.bad_request"
handler404 = "recert.web.api.missing.not_found"
