"""Workers, their accounts, and teams: what an administrator keeps, without seeing any casework."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kith.casework.access.models import User
from kith.casework.furniture.sentences import CannotBeTrue
from kith.casework.timeline.actions.events import record_event
from kith.casework.workforce.models import Team, TeamMembership, Worker


def _record(kind: str, worker: Worker, by: Worker, summary: str) -> None:
    record_event(kind, by=by, day=timezone.localdate(), summary=summary, thread=f"worker:{worker.pk}")


@transaction.atomic
def add_worker(
    *,
    name: str,
    email: str,
    role: str,
    full_time_equivalent: Decimal,
    is_agency: bool,
    social_work_england_number: str,
    organisation: str,
    telephone: str,
    start_date: datetime.date,
    team: Team | None,
    is_manager: bool,
    by: Worker,
) -> Worker:
    """Put a worker on the record with an account that has no password yet."""
    user = _account(email)
    worker = Worker.objects.create(
        user=user,
        name=name,
        role=role,
        full_time_equivalent=full_time_equivalent,
        is_agency=is_agency,
        social_work_england_number=social_work_england_number,
        organisation=organisation,
        telephone=telephone,
        start_date=start_date,
    )
    if team is not None:
        TeamMembership.objects.create(worker=worker, team=team, is_manager=is_manager, start_date=start_date)
    _record("access.worker_added", worker, by, "A worker was added.")
    return worker


def _account(email: str) -> User:
    if User.objects.filter(email=email.strip().lower()).exists():
        raise CannotBeTrue("Somebody signs in with this e-mail address already. Enter another.", "email")
    return User.objects.create_user(email.strip())


@transaction.atomic
def give_account(*, worker: Worker, email: str, by: Worker) -> User:
    """Give a worker an account, or their account another address; what they signed in with before no longer works."""
    if worker.end_date is not None:
        raise CannotBeTrue(f"{worker.name} has left.")
    address = email.strip().lower()
    user = worker.user
    if user is None:
        user = _account(address)
        Worker.objects.filter(pk=worker.pk).update(user=user)
    elif user.email != address:
        if User.objects.filter(email=address).exclude(pk=user.pk).exists():
            raise CannotBeTrue("Somebody signs in with this e-mail address already. Enter another.", "email")
        user.email = address
    user.is_active = True
    user.set_unusable_password()
    user.save(update_fields=["email", "is_active", "password"])
    _record("access.account_given", worker, by, "A worker was given a link to set a password.")
    return user


@transaction.atomic
def change_worker(
    *,
    worker: Worker,
    name: str,
    role: str,
    full_time_equivalent: Decimal,
    is_agency: bool,
    social_work_england_number: str,
    organisation: str,
    telephone: str,
    by: Worker,
) -> None:
    """Change who a worker is and what they do, from now on; how it was is kept with its dates."""
    if worker.pk == by.pk and role != worker.role:
        raise CannotBeTrue("Nobody changes their own role. Ask another administrator.", "role")
    Worker.objects.filter(pk=worker.pk).update(
        name=name,
        role=role,
        full_time_equivalent=full_time_equivalent,
        is_agency=is_agency,
        social_work_england_number=social_work_england_number,
        organisation=organisation,
        telephone=telephone,
    )
    _record("access.worker_changed", worker, by, "A worker's role or details were changed.")


@transaction.atomic
def change_team(
    *, worker: Worker, team: Team, is_manager: bool, start_date: datetime.date, by: Worker
) -> TeamMembership:
    """Put a worker in a team from a day, leaving the one before on that day."""
    if start_date > timezone.localdate():
        raise CannotBeTrue("This day has not come yet. Enter today or a day before.", "start_date")
    current: TeamMembership | None = (
        TeamMembership.objects.select_for_update(of=("self",))
        .filter(worker=worker)
        .filter(Q(end_date__isnull=True) | Q(end_date__gt=start_date))
        .order_by("-start_date")
        .first()
    )
    if current is not None:
        if current.team_id == team.pk and current.is_manager == is_manager:
            raise CannotBeTrue(f"{worker.name} is in this team already. Choose another.", "team")
        if current.start_date > start_date:
            raise CannotBeTrue(
                f"{worker.name} has been in a team since {current.start_date:%-d %B %Y}. Enter a later day.",
                "start_date",
            )
        if current.start_date == start_date:
            TeamMembership.objects.filter(pk=current.pk).update(team=team, is_manager=is_manager)
            _record("access.team_changed", worker, by, "A worker's team was changed.")
            current.refresh_from_db()
            return current
        TeamMembership.objects.filter(pk=current.pk).update(end_date=start_date)
    row = TeamMembership.objects.create(
        worker=worker, team=team, is_manager=is_manager, start_date=start_date
    )
    _record("access.team_changed", worker, by, "A worker's team was changed.")
    return row


@transaction.atomic
def end_worker(*, worker: Worker, end_date: datetime.date, by: Worker) -> None:
    """Record that a worker has left: they sign in no more. Children whom they hold stay with them until reallocated."""
    if worker.pk == by.pk:
        raise CannotBeTrue("Nobody ends their own work here. Ask another administrator.")
    if worker.end_date is not None:
        raise CannotBeTrue(f"{worker.name} left on {worker.end_date:%-d %B %Y} already.")
    if end_date <= worker.start_date:
        raise CannotBeTrue(
            f"{worker.name} started on {worker.start_date:%-d %B %Y}. Enter a later day.", "end_date"
        )
    if end_date > timezone.localdate():
        raise CannotBeTrue(
            "This day has not come yet. End it on the day: it takes effect at once.", "end_date"
        )
    Worker.objects.filter(pk=worker.pk).update(end_date=end_date)
    if worker.user_id is not None:
        User.objects.filter(pk=worker.user_id).update(is_active=False)
    for membership in TeamMembership.objects.filter(worker=worker, end_date__isnull=True):
        if membership.start_date >= end_date:
            TeamMembership.objects.filter(pk=membership.pk).delete()
        else:
            TeamMembership.objects.filter(pk=membership.pk).update(end_date=end_date)
    _record("access.worker_left", worker, by, "A worker left.")


@transaction.atomic
def add_team(*, name: str, kind: str, parent: Team | None, telephone: str, by: Worker) -> Team:
    """Add a team to the tree."""
    _check_name(name, None)
    team = Team.objects.create(name=name.strip(), kind=kind, parent=parent, telephone=telephone)
    record_event(
        "access.team_added",
        by=by,
        day=timezone.localdate(),
        summary="A team was added.",
        thread=f"team:{team.pk}",
    )
    return team


@transaction.atomic
def change_team_itself(
    *, team: Team, name: str, kind: str, parent: Team | None, telephone: str, by: Worker
) -> None:
    """Rename a team or move it in the tree; a team is never below itself."""
    _check_name(name, team)
    above = parent
    while above is not None:
        if above.pk == team.pk:
            raise CannotBeTrue("A team cannot be below itself. Choose another team above it.", "parent")
        above = above.parent
    Team.objects.filter(pk=team.pk).update(name=name.strip(), kind=kind, parent=parent, telephone=telephone)
    record_event(
        "access.team_renamed",
        by=by,
        day=timezone.localdate(),
        summary="A team was changed.",
        thread=f"team:{team.pk}",
    )


def _check_name(name: str, team: Team | None) -> None:
    same = Team.objects.filter(name__iexact=name.strip())
    if (same.exclude(pk=team.pk) if team else same).exists():
        raise CannotBeTrue("There is a team of this name already. Enter another.", "name")
