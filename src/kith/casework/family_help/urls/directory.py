"""The addresses of the directory of services: public pages, the standard's API, and its keepers' pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from kith.casework.family_help.views import directory, find_help, open_referral

_API = "directory/api"

DIRECTORY: list[URLPattern] = [
    path("find-help/", find_help.find_help, name="find_help"),
    path("find-help/services/<uuid:identifier>/", find_help.service_page, name="service"),
    path("plans/<int:plan_id>/find-help/", directory.near_family, name="near_family"),
    path("directory/", directory.directory, name="directory"),
    path("directory/services/add/", directory.AddService.as_view(), name="add_service"),
    path(
        "directory/services/<int:service_id>/change/",
        directory.ChangeService.as_view(),
        name="change_service",
    ),
    path("directory/services/<int:service_id>/end/", directory.EndService.as_view(), name="end_service"),
    path("directory/feeds/add/", directory.AddFeed.as_view(), name="add_feed"),
    path("directory/feeds/<int:feed_id>/", directory.feed_page, name="feed"),
    path("directory/feeds/<int:feed_id>/change/", directory.ChangeFeed.as_view(), name="change_feed"),
    # The standard's endpoints have no slash at their end.
    path(f"{_API}/", open_referral.about, name="api"),
    path(f"{_API}/openapi.json", open_referral.openapi, name="api_openapi"),
    path(f"{_API}/services", open_referral.services, name="api_services"),
    path(f"{_API}/services/<str:identifier>", open_referral.service, name="api_service"),
    path(f"{_API}/taxonomies", open_referral.taxonomies, name="api_taxonomies"),
    path(f"{_API}/taxonomies/<str:identifier>", open_referral.taxonomy, name="api_taxonomy"),
    path(f"{_API}/taxonomy_terms", open_referral.taxonomy_terms, name="api_taxonomy_terms"),
    path(f"{_API}/taxonomy_terms/<str:identifier>", open_referral.taxonomy_term, name="api_taxonomy_term"),
    path(f"{_API}/service_at_locations", open_referral.service_at_locations, name="api_service_at_locations"),
    path(
        f"{_API}/service_at_locations/<str:identifier>",
        open_referral.service_at_location,
        name="api_service_at_location",
    ),
    path(f"{_API}/<path:anything>", open_referral.nothing_here, name="api_nothing_here"),
]
