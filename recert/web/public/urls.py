"""The addresses of the public desk."""

from django.urls import path

from recert.web.public.appearance import choose_appearance
from recert.web.public.style import style_page

app_name = "public"

urlpatterns = [
    path("appearance", choose_appearance, name="appearance"),
    path("style", style_page, name="style"),
]
