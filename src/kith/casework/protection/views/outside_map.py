"""Maps of harm outside the home: those that a worker reads, one of them, and the forms of its owner and its writers."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access.loading import AccessRefused
from kith.casework.access.rights import Right
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.pages import for_workers
from kith.casework.people.access import open_person
from kith.casework.people.models import Person
from kith.casework.people.views.search import search_as_asked
from kith.casework.protection.access_maps import (
    MAY_BE_NAMED,
    OpenMap,
    may_open_maps,
    open_map,
    open_map_to_write,
    open_own_map,
    require_may_open_maps,
)
from kith.casework.protection.actions import outside_map as actions
from kith.casework.protection.forms import outside_map as forms
from kith.casework.protection.forms.risk_marker import ConfirmForm
from kith.casework.protection.local_numbers import number_on
from kith.casework.protection.models import MapLink, MapNode, MapReader, OutsideMap
from kith.casework.protection.queries.outside_map import map_story, maps_read_by, nodes_of
from kith.casework.workforce.models import Worker


@for_workers
def maps_page(request: HttpRequest, worker: Worker) -> HttpResponse:
    """The maps that a worker reads today; for those who open maps, the way to open one."""
    maps = maps_read_by(worker) if worker.role in MAY_BE_NAMED else []
    if not maps and not may_open_maps(worker):
        # As for an address at which there is nothing: nobody learns that others read one.
        raise Http404("There is no such page.")
    return render(
        request,
        "protection/outside/maps.html",
        {"maps": maps, "may_open": may_open_maps(worker), "today": timezone.localdate()},
    )


@for_workers
def map_page(request: HttpRequest, worker: Worker, map_id: int) -> HttpResponse:
    """A map: drawn, and the same in tables; who reads it."""
    opened = open_map(worker, map_id, page="protection:map")
    today = timezone.localdate()
    story = map_story(opened, today)
    return render(
        request,
        "protection/outside/map.html",
        {
            "map": opened.map,
            "story": story,
            "may_write": opened.may_write,
            "is_owner": opened.is_owner and opened.is_open,
            "may_take_over": opened.is_open and story.owner_has_left and may_open_maps(worker),
            "review_is_due": opened.is_open and opened.map.review_date <= today,
            "back": (reverse("protection:maps"), "maps"),
        },
    )


def _next_look() -> datetime.date:
    today = timezone.localdate()
    return today + datetime.timedelta(weeks=number_on("weeks_until_a_map_is_looked_at_again", today))


class OpenOutsideMap(FormPage):
    """A new map."""

    form_class = forms.OpenMapForm
    title = "Open a map"
    submit = "Open it"
    done = "The map is open, and you alone read it. Name a second reader."
    template = "protection/outside/open_map.html"

    def load(self, **kwargs: Any) -> None:
        """A role that decides about children's records opens maps."""
        require_may_open_maps(self.worker)

    def initial(self) -> dict[str, Any]:
        """Looked at again after the local interval."""
        return {"review_date": _next_look()}

    def back(self) -> tuple[str, str]:
        """Lead back to the maps."""
        return reverse("protection:maps"), "maps"

    def act(self, form: KithForm) -> str:
        """Open it."""
        data = form.cleaned_data
        opened = actions.open_outside_map(
            title=data["title"], purpose=data["purpose"], review_date=data["review_date"], by=self.worker
        )
        return reverse("protection:map", args=[opened.pk])


class MapFormPage(FormPage):
    """A form about one map, for those who may add to it; an owner's page says so."""

    template = "protection/outside/about_map.html"
    is_owners = False
    opened: OpenMap

    def load(self, map_id: int, **kwargs: Any) -> None:
        """Open the map."""
        name = f"protection:{type(self).__name__}"
        loader = open_own_map if self.is_owners else open_map_to_write
        self.opened = loader(self.worker, map_id, page=name)
        if not self.opened.is_open:
            raise AccessRefused(Right.WRITE_RECORD)

    @property
    def map(self) -> OutsideMap:
        """The map."""
        return self.opened.map

    def page(self) -> str:
        """Return the map's page."""
        return reverse("protection:map", args=[self.map.pk])

    def back(self) -> tuple[str, str]:
        """Lead back to the map."""
        return self.page(), "the map"

    def context(self) -> dict[str, Any]:
        """Say which map."""
        return {"map": self.map}


class ChangeMap(MapFormPage):
    """Its title and purpose."""

    is_owners = True
    form_class = forms.MapWordsForm
    title = "Change what the map is called and why it is kept"
    done = "It is changed."

    def load(self, map_id: int, **kwargs: Any) -> None:
        """Open the map, which two people may be changing at once."""
        super().load(map_id, **kwargs)
        self.edited = self.map

    def initial(self) -> dict[str, Any]:
        """Start with what it says."""
        return {"title": self.map.title, "purpose": self.map.purpose}

    def act(self, form: KithForm) -> str:
        """Change it."""
        data = form.cleaned_data
        actions.change_map(outside_map=self.map, title=data["title"], purpose=data["purpose"], by=self.worker)
        return self.page()


class ReviewMap(MapFormPage):
    """A look again."""

    is_owners = True
    form_class = forms.ReviewMapForm
    title = "Look again at this map"
    done = "It was looked at again."
    template = "protection/outside/review_map.html"

    def initial(self) -> dict[str, Any]:
        """Start with why it is kept."""
        return {"purpose": self.map.purpose, "review_date": _next_look()}

    def context(self) -> dict[str, Any]:
        """Show who reads it: do they still need it?"""
        return {**super().context(), "story": map_story(self.opened, timezone.localdate())}

    def act(self, form: KithForm) -> str:
        """Record it."""
        data = form.cleaned_data
        actions.review_map(
            outside_map=self.map, purpose=data["purpose"], review_date=data["review_date"], by=self.worker
        )
        return self.page()


class CloseMap(MapFormPage):
    """The work is over."""

    is_owners = True
    form_class = forms.CloseMapForm
    title = "Close this map"
    submit = "Close it"
    done = "The map is closed."

    def act(self, form: KithForm) -> str:
        """Close it."""
        actions.close_map(
            outside_map=self.map, closed_words=form.cleaned_data["closed_words"], by=self.worker
        )
        return self.page()


class NameReader(MapFormPage):
    """Somebody is named."""

    is_owners = True
    form_class = forms.ReaderForm
    title = "Name somebody who may read this map"
    submit = "Name them"
    done = "They read the map from now on."

    def form_arguments(self) -> dict[str, Any]:
        """Offer those who work with families."""
        workers = Worker.objects.filter(role__in=MAY_BE_NAMED, end_date__isnull=True).order_by("name", "pk")
        return {
            "workers": [
                (str(one.pk), f"{one.name}, {one.get_role_display().lower()}")
                for one in workers
                if one.pk != self.worker.pk
            ]
        }

    def act(self, form: KithForm) -> str:
        """Name them."""
        data = form.cleaned_data
        actions.name_reader(
            outside_map=self.map,
            worker=Worker.objects.get(pk=data["worker"]),
            why=data["why"],
            may_write=data["may_write"],
            by=self.worker,
        )
        return self.page()


class EndReader(MapFormPage):
    """Somebody no longer reads it."""

    is_owners = True
    form_class = ConfirmForm
    title = "Close the map to them?"
    submit = "Close it to them now"
    done = "The map is closed to them from now on."
    template = "protection/outside/end_reader.html"
    keeps_draft = False
    reader: MapReader

    def load(self, map_id: int, reader_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the map; the reader must be named on it."""
        super().load(map_id, **kwargs)
        found = MapReader.objects.filter(pk=reader_id, map=self.map, end_date__isnull=True).first()
        if found is None:
            raise Http404("There is no such reader.")
        self.reader = found

    def context(self) -> dict[str, Any]:
        """Say who."""
        return {**super().context(), "reader": self.reader}

    def act(self, form: KithForm) -> str:
        """Close it to them."""
        actions.end_reader(reader=self.reader, by=self.worker)
        return self.page()


class HandOn(FormPage):
    """Another manager owns it; or a manager who reads it takes it over, where its owner has left."""

    form_class = forms.HandOnForm
    title = "Hand this map on"
    submit = "Hand it on"
    done = "The map has a new owner."
    template = "protection/outside/hand_on.html"
    opened: OpenMap

    def load(self, map_id: int, **kwargs: Any) -> None:
        """Open the map to its owner, or to a manager who reads it and whose owner has left."""
        self.opened = open_map(self.worker, map_id, page="protection:HandOn")
        owner = self.opened.map.owner
        takes_over = owner.end_date is not None and may_open_maps(self.worker)
        if not self.opened.is_open or not (self.opened.is_owner or takes_over):
            raise AccessRefused(Right.DECIDE)

    def form_arguments(self) -> dict[str, Any]:
        """Offer the managers who read it."""
        readers = map_story(self.opened, timezone.localdate()).readers
        may = [one.row.worker for one in readers if not one.is_shut_out and may_open_maps(one.row.worker)]
        if not self.opened.is_owner:
            may = [one for one in may if one.pk == self.worker.pk]
        owner = self.opened.map.owner_id
        return {"workers": [(str(one.pk), one.name) for one in may if one.pk != owner]}

    def back(self) -> tuple[str, str]:
        """Lead back to the map."""
        return reverse("protection:map", args=[self.opened.map.pk]), "the map"

    def context(self) -> dict[str, Any]:
        """Say which map."""
        return {"map": self.opened.map}

    def act(self, form: KithForm) -> str:
        """Hand it on."""
        to = Worker.objects.get(pk=form.cleaned_data["worker"])
        actions.hand_on(outside_map=self.opened.map, to=to, by=self.worker)
        return reverse("protection:map", args=[self.opened.map.pk])


class AddNode(MapFormPage):
    """Something is put on the map: a person on the record, chosen first, or whatever it is known as."""

    form_class = forms.NodeForm
    title = "Put it on the map"
    submit = "Put it on the map"
    done = "It is on the map."
    template = "protection/outside/add_node.html"
    person: Person | None = None

    def load(self, map_id: int, **kwargs: Any) -> None:
        """Open the map, and the basics of the person who was chosen."""
        super().load(map_id, **kwargs)
        chosen = self.request.GET.get("with", "")
        if chosen.isdecimal():
            self.person = open_person(self.worker, int(chosen), Right.SEE_BASICS, page="people:person")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the search for a person first, where that was asked for."""
        if self.person is None and ("q" in request.GET or request.GET.get("who") == "person"):
            form, found = search_as_asked(request, self.worker)
            return render(
                request,
                "protection/outside/choose_for_map.html",
                {"title": "Who is to be on the map?", "form": form, "found": found, "back": self.back()},
            )
        return super().get(request, **kwargs)

    def about(self) -> str:
        """A draft belongs to the map and whoever was chosen."""
        return f"{self.request.path}?with={self.request.GET.get('with', '')}"[:80]

    def form_arguments(self) -> dict[str, Any]:
        """A person is a young person or an adult."""
        return {"is_person": self.person is not None}

    def context(self) -> dict[str, Any]:
        """Say who was chosen."""
        return {**super().context(), "person": self.person}

    def act(self, form: KithForm) -> str:
        """Put it on."""
        data = form.cleaned_data
        actions.add_node(
            outside_map=self.map,
            kind=data["kind"],
            person=self.person,
            label=data["label"],
            words=data["words"],
            postcode=data.get("postcode", ""),
            by=self.worker,
        )
        return self.page()


class NodeFormPage(MapFormPage):
    """A form about something on the map."""

    node: MapNode
    name: str

    def load(self, map_id: int, node_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the map; it must stand on it."""
        super().load(map_id, **kwargs)
        shown = next((one for one in nodes_of(self.map) if one.row.pk == node_id), None)
        if shown is None:
            raise Http404("There is nothing like that on this map.")
        shown.row.map = self.map
        self.node, self.name = shown.row, shown.name

    def context(self) -> dict[str, Any]:
        """Say what it is."""
        return {**super().context(), "node": self.node, "name": self.name}


class ChangeNode(NodeFormPage):
    """What is known of it."""

    form_class = forms.NodeWordsForm
    title = "Change what is known"
    done = "It is changed."
    template = "protection/outside/about_node.html"

    def initial(self) -> dict[str, Any]:
        """Start with what is known."""
        return {name: getattr(self.node, name) for name in ("label", "words", "postcode")}

    def act(self, form: KithForm) -> str:
        """Change it."""
        data = form.cleaned_data
        actions.change_node(
            node=self.node,
            label=data["label"],
            words=data["words"],
            postcode=data["postcode"],
            by=self.worker,
        )
        return self.page()


class RemoveNode(NodeFormPage):
    """It is taken off the map."""

    form_class = ConfirmForm
    title = "Take it off the map?"
    submit = "Take it off the map"
    done = "It is no longer on the map, nor is what joined it to others."
    template = "protection/outside/about_node.html"
    keeps_draft = False

    def act(self, form: KithForm) -> str:
        """Take it off."""
        actions.remove_node(node=self.node, by=self.worker)
        return self.page()


class LinkNodes(MapFormPage):
    """What joins two."""

    form_class = forms.LinkForm
    title = "Say what joins two on the map"
    submit = "Join them"
    done = "They are joined on the map."

    def form_arguments(self) -> dict[str, Any]:
        """Offer what stands on the map."""
        shown = nodes_of(self.map)
        self.nodes = {str(one.row.pk): one.row for one in shown}
        return {"nodes": [(str(one.row.pk), f"{one.name} ({one.kind.lower()})") for one in shown]}

    def act(self, form: KithForm) -> str:
        """Join them."""
        data = form.cleaned_data
        actions.link_nodes(
            outside_map=self.map,
            from_node=self.nodes[data["from_node"]],
            to_node=self.nodes[data["to_node"]],
            what=data["what"],
            source=data["source"],
            how_sure=data["how_sure"],
            by=self.worker,
        )
        return self.page()


class EndMapLink(MapFormPage):
    """What joined two no longer does, or was not so."""

    form_class = ConfirmForm
    title = "Does this no longer join them?"
    submit = "Take the line off the map"
    done = "The line is no longer on the map."
    template = "protection/outside/end_map_link.html"
    keeps_draft = False
    link: MapLink

    def load(self, map_id: int, link_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the map; the line must be on it."""
        super().load(map_id, **kwargs)
        found = MapLink.objects.filter(pk=link_id, map=self.map, end_date__isnull=True).first()
        if found is None:
            raise Http404("There is no such line on this map.")
        found.map = self.map
        self.link = found

    def context(self) -> dict[str, Any]:
        """Say which."""
        names = {one.row.pk: one.name for one in nodes_of(self.map)}
        link = self.link
        return {
            **super().context(),
            "link": link,
            "first": names.get(link.from_node_id, ""),
            "second": names.get(link.to_node_id, ""),
        }

    def act(self, form: KithForm) -> str:
        """Take it off."""
        actions.end_map_link(link=self.link, by=self.worker)
        return self.page()
