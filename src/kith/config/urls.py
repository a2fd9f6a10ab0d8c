"""Every address."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("allauth.urls")),
    path("", include("kith.casework.furniture.urls")),
    path("", include("kith.casework.people.urls")),
    path("", include("kith.casework.timeline.urls")),
    path("", include("kith.casework.workforce.urls")),
    path("", include("kith.casework.plans.urls")),
    path("", include("kith.casework.access.urls")),
    path("", include("kith.casework.front_door.urls")),
    path("", include("kith.casework.family_help.urls")),
    path("", include("kith.casework.protection.urls")),
    path("", include("kith.casework.care.urls")),
    path("", include("kith.casework.returns.urls")),
    path("health/", include("kith.config.health_urls")),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("kith.demo.urls")))

handler400 = "kith.casework.furniture.errors.bad_request"
handler403 = "kith.casework.furniture.errors.refused"
handler404 = "kith.casework.furniture.errors.not_found"
handler500 = "kith.casework.furniture.errors.broken"
