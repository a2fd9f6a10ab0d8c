"""Every address."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("allauth.urls")),
    path("health/", include("kith.config.health_urls")),
]
handler400 = "kith.casework.furniture.errors.bad_request"
handler403 = "kith.casework.furniture.errors.refused"
handler404 = "kith.casework.furniture.errors.not_found"
handler500 = "kith.casework.furniture.errors.broken"
