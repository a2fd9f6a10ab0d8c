"""The directory as workers use it: services near a family on its plan, and keeping what is ours and the feeds."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith import codes
from kith.casework.access.loading import require
from kith.casework.access.rights import Right, general_rights
from kith.casework.family_help.actions import directory as actions
from kith.casework.family_help.forms.directory import FeedForm, ServiceForm
from kith.casework.family_help.models import DirectoryFeed, DirectoryReading, DirectoryService
from kith.casework.family_help.open_referral.making import details_of
from kith.casework.family_help.queries.directory import find_services
from kith.casework.family_help.queries.near_family import chosen_search
from kith.casework.family_help.queries.service_page import shown
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.pages import Column, for_workers, listing
from kith.casework.plans.access import open_plan
from kith.casework.workforce.models import Worker

SERVICES = [
    Column("name", "Service", ("name",)),
    Column("organisation", "Who gives it", ("organisation_name", "name")),
    Column("kinds", "Helps with"),
    Column("source", "From"),
    Column("changed", "Last changed", ("changed_at",)),
]
READINGS = [
    Column("read", "Read", ("read_at",)),
    Column("services", "Services", ("read",), numeric=True),
    Column("added", "New", ("added",), numeric=True),
    Column("changed", "Changed", ("changed",), numeric=True),
    Column("ended", "No longer there", ("ended",), numeric=True),
    Column("rejected", "Not taken", ("rejected",), numeric=True),
]


@for_workers
def near_family(request: HttpRequest, worker: Worker, plan_id: int) -> HttpResponse:
    """Services near a family: by a goal's need, a child's age and the home on the record, none of which is in the address."""
    opened = open_plan(worker, plan_id, Right.READ_RECORD, page="family_help:near_family")
    # Chosen in the body of a request: an address that says what a family needs would stay in a history.
    search = chosen_search(opened, request.POST, timezone.localdate())
    found = find_services(search.asked, most=30)
    return render(
        request,
        "family_help/near_family.html",
        {
            "opened": opened,
            "search": search,
            "services": [shown(one.service, one.miles) for one in found.services],
            "total": found.total,
            "matched": found.matched,
            "back": (reverse("plans:plan", args=[plan_id]), "the plan"),
        },
    )


@for_workers
def directory(request: HttpRequest, worker: Worker) -> HttpResponse:
    """Every service in the directory, found by its words, for those who keep it."""
    require(worker, Right.KEEP_DIRECTORY)
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:120]
    ours_only = request.GET.get("ours") == "yes"
    rows = DirectoryService.objects.filter(ended_date__isnull=True).select_related("feed").defer("document")
    if asked:
        rows = rows.filter(search_words__search=asked) | rows.filter(name__icontains=asked)
    if ours_only:
        rows = rows.filter(feed__isnull=True)
    labels = codes.labels("kind_of_help")
    found = listing(request, rows, SERVICES, default="name")
    for service in found.page:
        service.kinds_shown = [labels[kind] for kind in service.kinds_of_help]
    latest = DirectoryReading.objects.filter(feed=OuterRef("pk")).order_by("-read_at")
    feeds = DirectoryFeed.objects.order_by("name").annotate(
        latest_id=Subquery(latest.values("pk")[:1]),
        latest_at=Subquery(latest.values("read_at")[:1]),
        latest_fault=Subquery(latest.values("fault")[:1]),
        latest_rejected=Subquery(latest.values("rejected")[:1]),
    )
    return render(
        request,
        "family_help/directory.html",
        {
            "listing": found,
            "q": asked,
            "ours_only": ours_only,
            "feeds": feeds,
            "may_keep_feeds": Right.ADMINISTER in general_rights(worker.role),
        },
    )


class KeepsDirectory(FormPage):
    """A form of the directory's keepers."""

    form_class: ClassVar[type[KithForm]] = ServiceForm
    template = "family_help/service_form.html"

    def load(self, **kwargs: Any) -> None:
        """Those who keep the directory."""
        require(self.worker, Right.KEEP_DIRECTORY)

    def back(self) -> tuple[str, str]:
        """Lead back to the directory."""
        return reverse("family_help:directory"), "the directory"


class AddService(KeepsDirectory):
    """A service of ours, entered."""

    title = "Add a service"
    done = "The service is in the directory."

    def act(self, form: KithForm) -> str:
        """Add it."""
        assert isinstance(form, ServiceForm)
        service = actions.add_service(details=form.details(), by=self.worker)
        return reverse("family_help:service", args=[service.identifier])


class OfOneService(KeepsDirectory):
    """A form about one service of ours."""

    service: DirectoryService

    def load(self, **kwargs: Any) -> None:
        """Fetch a service of ours that has not ended."""
        super().load()
        found = DirectoryService.objects.filter(
            pk=kwargs["service_id"], feed__isnull=True, ended_date__isnull=True
        ).first()
        if found is None:
            raise Http404("There is no such service of ours.")
        self.service = found


class ChangeService(OfOneService):
    """What the directory says of a service of ours, changed."""

    title = "Change a service"
    done = "The change is in the directory."

    def load(self, **kwargs: Any) -> None:
        """Remember what two people might edit at once."""
        super().load(**kwargs)
        self.edited = self.service

    def initial(self) -> dict[str, Any]:
        """Start with what it says now."""
        return {**details_of(self.service.document), "kinds_of_help": self.service.kinds_of_help}

    def act(self, form: KithForm) -> str:
        """Change it."""
        assert isinstance(form, ServiceForm)
        actions.change_service(service=self.service, details=form.details(), by=self.worker)
        return reverse("family_help:service", args=[self.service.identifier])


class EndService(OfOneService):
    """A service of ours leaves the directory."""

    form_class = KithForm
    template = "family_help/end_service.html"
    title = "Take a service out of the directory"
    submit = "Take it out"
    done = "The service has left the directory."
    keeps_draft = False

    def context(self) -> dict[str, Any]:
        """Name it."""
        return {"service": self.service}

    def act(self, form: KithForm) -> str:
        """End it."""
        actions.end_service(service=self.service, by=self.worker)
        return reverse("family_help:directory")


class AddFeed(KeepsDirectory):
    """Another's directory, put on the list of those that we read."""

    form_class = FeedForm
    template = "furniture/form_page.html"
    title = "Add a feed"
    done = "The feed is on the list. It is read tonight, or now by whoever runs Kith."

    def load(self, **kwargs: Any) -> None:
        """Administrators alone: Kith will ask the address that is entered."""
        require(self.worker, Right.ADMINISTER)

    def act(self, form: KithForm) -> str:
        """Add it."""
        data = form.said
        feed = actions.add_feed(**data, by=self.worker)
        return reverse("family_help:feed", args=[feed.pk])


def _feed(feed_id: int) -> DirectoryFeed:
    found = DirectoryFeed.objects.filter(pk=feed_id).first()
    if found is None:
        raise Http404("There is no such feed.")
    return found


class ChangeFeed(AddFeed):
    """Where a feed is read from, and whether we publish it again."""

    title = "Change a feed"
    done = "The feed is changed."

    def load(self, **kwargs: Any) -> None:
        """Fetch the feed."""
        super().load()
        self.edited = self.feed = _feed(kwargs["feed_id"])

    def initial(self) -> dict[str, Any]:
        """Start with what is so now."""
        names = ("name", "address", "licence", "may_republish", "is_read_daily")
        return {name: getattr(self.feed, name) for name in names}

    def act(self, form: KithForm) -> str:
        """Change it."""
        data = form.said
        actions.change_feed(feed=self.feed, **data, by=self.worker)
        return reverse("family_help:feed", args=[self.feed.pk])


@for_workers
def feed_page(request: HttpRequest, worker: Worker, feed_id: int) -> HttpResponse:
    """One feed: how its readings went, and what was not taken in the last, with every reason."""
    require(worker, Right.KEEP_DIRECTORY)
    feed = _feed(feed_id)
    readings = feed.readings.defer("rejections", "notes")
    return render(
        request,
        "family_help/feed.html",
        {
            "feed": feed,
            "services": feed.services.filter(ended_date__isnull=True).count(),
            "listing": listing(request, readings, READINGS, default="-read", size=10),
            "latest": feed.readings.order_by("-read_at").first(),
            "may_keep_feeds": Right.ADMINISTER in general_rights(worker.role),
            "back": (reverse("family_help:directory"), "the directory"),
        },
    )
