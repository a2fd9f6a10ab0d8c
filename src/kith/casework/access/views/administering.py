"""Administration: workers, their accounts and teams. It shows no casework."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kith.casework.access import forms
from kith.casework.access.actions import administering as actions
from kith.casework.access.loading import require
from kith.casework.access.models import User
from kith.casework.access.rights import Right
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.pages import Column, for_workers, listing
from kith.casework.workforce.models import Team, TeamMembership, Worker
from kith.casework.workforce.queries import team_of
from kith.casework.workforce.queries.teams import children_held, current_team_names

WORKERS = [
    Column("name", "Worker", ("name",)),
    Column("role", "Role", ("role", "name")),
    Column("team", "Team"),
    Column("full_time", "Full-time share", ("full_time_equivalent", "name"), numeric=True),
    Column("account", "Signs in as", ("user__email",)),
    Column("started", "Started", ("start_date", "name")),
]
TEAMS = [
    Column("name", "Team", ("name",)),
    Column("kind", "What it does", ("kind", "name")),
    Column("parent", "Part of", ("parent__name", "name")),
]


@for_workers
def administration(request: HttpRequest, worker: Worker) -> HttpResponse:
    """Every worker, found by name, e-mail address or Social Work England number."""
    require(worker, Right.ADMINISTER)
    asked = request.GET.get("q", "").strip()[:120]
    found = Worker.objects.select_related("user")
    left_too = request.GET.get("left") == "yes"
    if not left_too:
        found = found.filter(end_date__isnull=True)
    if asked:
        found = found.filter(
            Q(name__icontains=asked)
            | Q(user__email__icontains=asked)
            | Q(social_work_england_number__iexact=asked)
        )
    shown = listing(request, found, WORKERS, default="name")
    teams = current_team_names([one.pk for one in shown.page], timezone.localdate())
    for one in shown.page:
        one.team_shown = teams.get(one.pk)
    return render(request, "access/administration.html", {"listing": shown, "q": asked, "left_too": left_too})


def _open(worker: Worker, worker_id: int) -> Worker:
    require(worker, Right.ADMINISTER)
    found = Worker.objects.filter(pk=worker_id).select_related("user").first()
    if found is None:
        raise Http404("There is no such worker.")
    return found


@for_workers
def worker_page(request: HttpRequest, worker: Worker, worker_id: int) -> HttpResponse:
    """One worker: role, account, teams with their dates."""
    shown = _open(worker, worker_id)
    memberships = TeamMembership.objects.filter(worker=shown).select_related("team").order_by("-start_date")
    return render(
        request,
        "access/worker.html",
        {
            "shown": shown,
            "memberships": memberships,
            "children": children_held(shown),
            "back": (reverse("access:administration"), "administration"),
        },
    )


def _team_choices(*, without: Team | None = None) -> list[tuple[str, str]]:
    teams = Team.objects.order_by("name")
    return [(str(team.pk), team.name) for team in teams if without is None or team.pk != without.pk]


def link_for(request: HttpRequest, user: User) -> str:
    """Return the address at which an account's owner sets a password: good once, and for three days."""
    token = default_token_generator.make_token(user)
    path = reverse(
        "account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": token}
    )
    return request.build_absolute_uri(path)


class AdministrationForm(FormPage):
    """A form for an administrator."""

    keeps_draft = False

    def load(self, **kwargs: Any) -> None:
        """Administrators alone."""
        require(self.worker, Right.ADMINISTER)

    def back(self) -> tuple[str, str]:
        """Lead back to the administration."""
        return reverse("access:administration"), "administration"


class ShowsLink(AdministrationForm):
    """A form whose answer is a link for setting a password, shown once and kept nowhere."""

    account: User | None = None
    account_of: Worker | None = None

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Act, and show the link in place of the form."""
        answer = super().post(request, **kwargs)
        if self.account is None or answer.status_code != 303:
            return answer
        return render(
            request,
            "access/account_link.html",
            {"link": link_for(request, self.account), "shown": self.account_of, "back": self.back()},
        )


class AddWorker(ShowsLink):
    """A new worker with an account."""

    form_class = forms.AddWorkerForm
    title = "Add a worker"
    submit = "Add this worker"

    def form_arguments(self) -> dict[str, Any]:
        """Offer the teams."""
        return {"teams": _team_choices()}

    def initial(self) -> dict[str, Any]:
        """Start today, full time."""
        return {"start_date": timezone.localdate(), "full_time_equivalent": 1}

    def act(self, form: KithForm) -> str:
        """Add them."""
        data = {name: value for name, value in form.cleaned_data.items() if name not in {"version", "team"}}
        team = Team.objects.get(pk=form.cleaned_data["team"]) if form.cleaned_data["team"] else None
        worker = actions.add_worker(team=team, by=self.worker, **data)
        self.account, self.account_of = worker.user, worker
        return reverse("access:worker", args=[worker.pk])


class WorkerForm(AdministrationForm):
    """A form about one worker."""

    shown: Worker

    def load(self, worker_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the worker."""
        self.shown = _open(self.worker, worker_id)

    def back(self) -> tuple[str, str]:
        """Lead back to the worker."""
        return reverse("access:worker", args=[self.shown.pk]), self.shown.name


class ChangeWorker(WorkerForm):
    """Role, share of a post, name and numbers."""

    form_class = forms.WorkerForm
    done = "It is changed from now on."

    def page_title(self) -> str:
        """Name the worker."""
        return f"Change {self.shown.name}'s role or details"

    def initial(self) -> dict[str, Any]:
        """Start with what is recorded."""
        return {name: getattr(self.shown, name) for name in forms.WorkerForm.base_fields if name != "version"}

    def act(self, form: KithForm) -> str:
        """Change them."""
        data = form.said
        actions.change_worker(worker=self.shown, by=self.worker, **data)
        return self.back()[0]


class ChangeTeam(WorkerForm):
    """A worker's team from a day."""

    form_class = forms.TeamMembershipForm
    done = "The team is changed."

    def page_title(self) -> str:
        """Name the worker."""
        return f"Change {self.shown.name}'s team"

    def form_arguments(self) -> dict[str, Any]:
        """Offer the teams."""
        return {"teams": _team_choices()}

    def initial(self) -> dict[str, Any]:
        """Start with the team they are in, from today."""
        team = team_of(self.shown, timezone.localdate())
        return {"team": str(team.pk) if team else "", "start_date": timezone.localdate()}

    def act(self, form: KithForm) -> str:
        """Change it."""
        actions.change_team(
            worker=self.shown,
            team=Team.objects.get(pk=form.cleaned_data["team"]),
            is_manager=form.cleaned_data["is_manager"],
            start_date=form.cleaned_data["start_date"],
            by=self.worker,
        )
        return self.back()[0]


class GiveAccount(WorkerForm, ShowsLink):
    """A link with which a worker sets a password; what they signed in with before no longer works."""

    form_class = forms.AccountForm
    submit = "Make the link"
    template = "access/give_account.html"

    def page_title(self) -> str:
        """Name the worker."""
        return f"Let {self.shown.name} set a password"

    def initial(self) -> dict[str, Any]:
        """Start with the address there is."""
        return {"email": self.shown.user.email if self.shown.user else ""}

    def context(self) -> dict[str, Any]:
        """Say whether they have an account."""
        return {"shown": self.shown}

    def act(self, form: KithForm) -> str:
        """Give it."""
        self.account = actions.give_account(
            worker=self.shown, email=form.cleaned_data["email"], by=self.worker
        )
        self.account_of = self.shown
        return self.back()[0]


class EndWorker(WorkerForm):
    """A worker leaves."""

    form_class = forms.EndWorkerForm
    submit = "They have left"
    done = "They can no longer sign in."
    template = "access/end_worker.html"

    def page_title(self) -> str:
        """Name the worker."""
        return f"{self.shown.name} leaves"

    def initial(self) -> dict[str, Any]:
        """From today."""
        return {"end_date": timezone.localdate()}

    def context(self) -> dict[str, Any]:
        """Say how many children they hold."""
        return {"children": children_held(self.shown), "shown": self.shown}

    def act(self, form: KithForm) -> str:
        """End it."""
        actions.end_worker(worker=self.shown, end_date=form.cleaned_data["end_date"], by=self.worker)
        return self.back()[0]


@for_workers
def teams_page(request: HttpRequest, worker: Worker) -> HttpResponse:
    """Every team, to add one or change one."""
    require(worker, Right.ADMINISTER)
    teams = Team.objects.select_related("parent")
    return render(
        request,
        "access/teams.html",
        {
            "listing": listing(request, teams, TEAMS, default="name", size=50),
            "back": (reverse("access:administration"), "administration"),
        },
    )


class AddTeam(AdministrationForm):
    """A new team."""

    form_class = forms.TeamForm
    title = "Add a team"
    done = "The team is added."

    def back(self) -> tuple[str, str]:
        """Lead back to the teams."""
        return reverse("access:administer_teams"), "teams"

    def form_arguments(self) -> dict[str, Any]:
        """Offer the teams above it."""
        return {"teams": _team_choices()}

    def act(self, form: KithForm) -> str:
        """Add it."""
        actions.add_team(by=self.worker, **_team_data(form))
        return self.back()[0]


class ChangeTeamItself(AddTeam):
    """Another name or place for a team."""

    done = "The team is changed."
    team: Team

    def load(self, team_id: int, **kwargs: Any) -> None:  # type: ignore[override]
        """Open the team."""
        super().load(**kwargs)
        found = Team.objects.filter(pk=team_id).first()
        if found is None:
            raise Http404("There is no such team.")
        self.team = found

    def page_title(self) -> str:
        """Name the team."""
        return f"Change {self.team.name}"

    def initial(self) -> dict[str, Any]:
        """Start with what it is."""
        return {
            "name": self.team.name,
            "kind": self.team.kind,
            "parent": str(self.team.parent_id or ""),
            "telephone": self.team.telephone,
        }

    def form_arguments(self) -> dict[str, Any]:
        """Offer the other teams."""
        return {"teams": _team_choices(without=self.team)}

    def act(self, form: KithForm) -> str:
        """Change it."""
        actions.change_team_itself(team=self.team, by=self.worker, **_team_data(form))
        return self.back()[0]


def _team_data(form: KithForm) -> dict[str, Any]:
    data = form.cleaned_data
    return {
        "name": data["name"],
        "kind": data["kind"],
        "parent": Team.objects.get(pk=data["parent"]) if data["parent"] else None,
        "telephone": data["telephone"],
    }
