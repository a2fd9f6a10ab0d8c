"""Giving files to be checked, seeing how far that is, and working through what was found."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from kith.casework.access import audit
from kith.casework.access.loading import require
from kith.casework.access.models import AuditVerb
from kith.casework.access.rights import Right
from kith.casework.furniture.form_pages import FormPage
from kith.casework.furniture.forms import KithForm
from kith.casework.furniture.pages import for_workers
from kith.casework.returns import actions
from kith.casework.returns.access import open_check
from kith.casework.returns.forms import CheckForm
from kith.casework.returns.keeping import digest_of, folder_of, new_folder
from kith.casework.returns.models import CheckStatus
from kith.casework.returns.queries import Findings, checks_of
from kith.casework.returns.uploading import TOO_LARGE, SealingHandler
from kith.casework.workforce.models import Worker

PAGE = 50


@for_workers
def checks(request: HttpRequest, worker: Worker) -> HttpResponse:
    """The checks of this session."""
    require(worker, Right.CHECK_RETURNS)
    return render(
        request,
        "returns/checks.html",
        {
            "checks": checks_of(digest_of(request.session.session_key)),
            "minutes": settings.SESSION_COOKIE_AGE // 60,
        },
    )


@method_decorator(csrf_exempt, name="dispatch")
class BeginCheck(FormPage):
    """Files are given, and the check is queued. They are sealed as they arrive, before anything else looks at them."""

    form_class = CheckForm
    title = "Check a return"
    submit = "Check it"
    template = "returns/begin.html"
    keeps_draft = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Have files sealed as they arrive; the form's own token is checked after that, since it comes with them."""
        self.folder = new_folder()
        request.upload_handlers = [SealingHandler(request, self.folder)]
        return self._checked(request, *args, **kwargs)

    @method_decorator(csrf_protect)
    def _checked(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)
        if response.status_code != 303:
            self.folder.forget()
        return response

    def load(self, **kwargs: Any) -> None:
        """For whoever may check returns."""
        require(self.worker, Right.CHECK_RETURNS)

    def back(self) -> tuple[str, str]:
        """Lead back to the checks."""
        return reverse("returns:checks"), "returns"

    def context(self) -> dict[str, Any]:
        """Say for how long files are kept."""
        return {"minutes": settings.SESSION_COOKIE_AGE // 60, "most": settings.RETURNS_MAXIMUM_BYTES // 2**20}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Tell whoever gave too much, which Django would call nothing at all."""
        _ = request.POST
        if getattr(request, TOO_LARGE, False):
            form = self.form_class(request.POST)
            form.is_valid()
            form.errors.pop("return_files", None)
            most = settings.RETURNS_MAXIMUM_BYTES // 2**20
            form.add_error(
                "return_files",
                f"These files are more than {most} MB together. Give the return as CSV, or in a zip.",
            )
            return self._show(form, status=422)
        return super().post(request, **kwargs)

    def act(self, form: KithForm) -> str:
        """Begin."""
        assert isinstance(form, CheckForm)
        check = actions.begin_check(
            session_key=self.request.session.session_key or "",
            folder=self.folder,
            return_name=form.cleaned_data["return_name"],
            year=form.cleaned_data["year"],
            authority=form.cleaned_data["authority"],
            files=form.given(),
            by=self.worker,
        )
        return reverse("returns:check", args=[check.pk])


@for_workers
def check_page(request: HttpRequest, worker: Worker, return_check_id: int) -> HttpResponse:
    """How far a check is; once it is done, what it found, by rule."""
    check = open_check(request, worker, return_check_id, page="returns:check")
    about: dict[str, Any] = {
        "check": check,
        "back": (reverse("returns:checks"), "returns"),
        "minutes": settings.SESSION_COOKIE_AGE // 60,
    }
    if check.is_under_way and request.headers.get("HX-Request"):
        return render(request, "returns/_progress.html", about)
    if check.status == CheckStatus.DONE:
        found = Findings(check)
        try:
            rules = found.rules()
            about |= {
                "failing": [rule for rule in rules if rule.found],
                "not_run": [rule for rule in rules if rule.status != "ran"],
                "ran": sum(rule.status == "ran" for rule in rules),
                "rules": len(rules),
                "notes": found.notes()[:100],
                "tables": found.tables(),
            }
        finally:
            found.close()
    response = render(request, "returns/check.html", about)
    if request.headers.get("HX-Request"):
        # It has finished since: the whole page is shown instead of the part that was asked for.
        return HttpResponse(headers={"HX-Refresh": "true"})
    return response


@for_workers
def findings_page(request: HttpRequest, worker: Worker, return_check_id: int) -> HttpResponseBase:
    """The rows that fail, of one rule, one child or one kind, and the children with most."""
    check = open_check(request, worker, return_check_id, page="returns:findings")
    if check.status != CheckStatus.DONE:
        return HttpResponseRedirect(reverse("returns:check", args=[check.pk]))
    # What is asked for may be a child's number: it comes in the body of a POST, never in an address.
    asked = {name: (request.POST.get(name) or "")[:60] for name in ("rule", "child", "kind", "containing")}
    number = int(said) if (said := request.POST.get("page", "1")).isdecimal() and said != "0" else 1
    found = Findings(check)
    try:
        rows, many = found.found(
            rule=asked["rule"], child=asked["child"], kind=asked["kind"], size=PAGE, page=number
        )
        children = found.children(asked["containing"])
        rules = [rule for rule in found.rules() if rule.found]
    finally:
        found.close()
    return render(
        request,
        "returns/findings.html",
        {
            "check": check,
            "rows": rows,
            "many": many,
            "page": Paginator(range(many), PAGE).get_page(number),
            "asked": asked,
            "rules": rules,
            "kinds": sorted({rule.kind for rule in rules}),
            "children": children[:PAGE],
            "more_children": max(len(children) - PAGE, 0),
            "back": (reverse("returns:check", args=[check.pk]), "the check"),
        },
    )


@for_workers
def download(request: HttpRequest, worker: Worker, return_check_id: int, kind: str) -> HttpResponseBase:
    """The findings as a workbook or CSV, unsealed as they go."""
    check = open_check(request, worker, return_check_id, page="returns:download")
    if check.status != CheckStatus.DONE:
        return HttpResponseRedirect(reverse("returns:check", args=[check.pk]))
    stored, ending, content_type = {
        "xlsx": ("workbook", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        "csv": ("text", "csv", "text/csv; charset=utf-8"),
    }[kind]
    audit.record(worker_id=worker.pk, verb=AuditVerb.EXPORT, what="returns:download", subjects=[])
    return StreamingHttpResponse(
        folder_of(check).pieces(stored),
        content_type=content_type,
        headers={
            "Content-Disposition": f'attachment; filename="findings-{check.return_name}-{check.year}.{ending}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_POST
@for_workers
def cancel(request: HttpRequest, worker: Worker, return_check_id: int) -> HttpResponse:
    """Stop a check."""
    check = open_check(request, worker, return_check_id, page="returns:cancel")
    if check.is_under_way:
        actions.cancel_check(check=check, by=worker)
    return HttpResponseRedirect(reverse("returns:check", args=[check.pk]), status=303)


@require_POST
@for_workers
def forget(request: HttpRequest, worker: Worker, return_check_id: int) -> HttpResponse:
    """Delete a check with its files, now."""
    check = open_check(request, worker, return_check_id, page="returns:forget")
    actions.forget_check(check=check, by=worker)
    return HttpResponseRedirect(reverse("returns:checks"), status=303)
