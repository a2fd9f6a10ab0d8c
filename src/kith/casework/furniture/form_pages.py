"""The page around every form: load with permission, restore a draft, check the version, act, say what was done.

A room's page subclasses FormPage and says what it loads, which form it shows and which action it calls.
"""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from kith.casework.access import wall
from kith.casework.furniture import drafts, sentences
from kith.casework.furniture.forms import KithForm
from kith.casework.workforce.models import Worker


@method_decorator(never_cache, name="dispatch")
class FormPage(View):
    """One form on one page. Subclasses set the class attributes and write `load`, `act` and, if need be, `initial`."""

    form_class: ClassVar[type[KithForm]]
    title: ClassVar[str] = ""
    submit: ClassVar[str] = "Save"
    done: ClassVar[str] = ""  # the sentence shown after it is saved
    template: ClassVar[str] = "furniture/form_page.html"
    keeps_draft: ClassVar[bool] = True

    request: HttpRequest
    worker: Worker
    # What the form edits, where two people might at once: a model with a `version`.
    edited: models.Model | None = None

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Fetch what the page is about through access; raise AccessRefused or Http404."""
        raise NotImplementedError

    def act(self, form: KithForm) -> str:
        """Call the one action that the form is for, and return the address to go to."""
        raise NotImplementedError

    def initial(self) -> dict[str, Any]:
        """Return what the form starts with."""
        return {}

    def form_arguments(self) -> dict[str, Any]:
        """Return further arguments for the form, such as the people it chooses from."""
        return {}

    def context(self) -> dict[str, Any]:
        """Return what else the template shows."""
        return {}

    def back(self) -> tuple[str, str] | None:
        """Return the address and name of the page this one was reached from."""
        return None

    def about(self) -> str:
        """Return what the form is about, for its draft: the page's own address by default."""
        return self.request.path[:80]

    def page_title(self) -> str:
        """Return the page's heading."""
        return self.title

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask whoever is not signed in to sign in, keeping what they had typed."""
        self.request = request
        worker = request.worker  # type: ignore[attr-defined]
        if worker is None:
            return self._sign_in_first(request)
        self.worker = worker
        self.load(**kwargs)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form, with the draft where there is one."""
        if request.GET.get("draft") == "discard":
            drafts.discard(self._key())
            return HttpResponseRedirect(request.path)
        form = self.form_class(initial=self._starting(), **self.form_arguments())
        draft = drafts.find(self._key()) if self.keeps_draft else None
        if draft is not None:
            drafts.initial_of(form, draft)
        return self._show(form, draft=draft)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Validate, check that nobody else saved meanwhile, act, and go on; or show the form with what to put right."""
        form = self.form_class(request.POST, request.FILES, **self.form_arguments())
        if not form.is_valid():
            return self._show(form, status=422)
        theirs = self._saved_meanwhile(form)
        if theirs is not None:
            return self._show_both(form, theirs)
        try:
            with transaction.atomic():
                address = self.act(form)
                if self.edited is not None:
                    type(self.edited)._default_manager.filter(pk=self.edited.pk).update(
                        version=models.F("version") + 1
                    )
        except sentences.CannotBeTrue as impossible:
            field = impossible.field if impossible.field in form.fields else None
            form.add_error(field, impossible.sentence)
            return self._show(form, status=422)
        except IntegrityError as refused:
            form.add_error(None, sentences.of_integrity_error(refused))
            return self._show(form, status=422)
        if self.keeps_draft:
            drafts.discard(self._key())
        if self.done:
            messages.success(request, self.done)
        return HttpResponseRedirect(address, status=303)

    def _starting(self) -> dict[str, Any]:
        version = getattr(self.edited, "version", None)
        return {**self.initial(), **({"version": version} if version is not None else {})}

    def _saved_meanwhile(self, form: KithForm) -> dict[str, Any] | None:
        """Return what is saved now, if somebody saved after this form was opened; None if nobody did.

        The row is locked until the transaction ends, so that of two people saving at once the second is told.
        """
        if self.edited is None:
            return None
        manager = type(self.edited)._default_manager
        now = manager.select_for_update(of=("self",)).values_list("version", flat=True).get(pk=self.edited.pk)
        if form.cleaned_data.get("version") in (None, now):
            return None
        self.edited.refresh_from_db()
        return self._starting()

    def _show_both(self, form: KithForm, theirs: dict[str, Any]) -> HttpResponse:
        rows = []
        for bound in form:
            if bound.name == "version":
                continue
            yours, saved = form.cleaned_data.get(bound.name), theirs.get(bound.name)
            if (yours or "") != (saved or ""):
                rows.append({"label": bound.label, "yours": yours, "theirs": saved})
        again = self.form_class(
            initial={**form.cleaned_data, "version": theirs["version"]}, **self.form_arguments()
        )
        return self._show(again, status=409, both=rows)

    def _show(self, form: KithForm, *, status: int = 200, **extra: Any) -> HttpResponse:
        multipart = form.is_multipart()
        return render(
            self.request,
            self.template,
            {
                "form": form,
                "title": self.page_title(),
                "submit": self.submit,
                "back": self.back(),
                "multipart": multipart,
                "draft_key": self._key().signed() if self.keeps_draft else "",
                **self.context(),
                **extra,
            },
            status=status,
        )

    def _key(self) -> drafts.DraftKey:
        name = f"{type(self).__module__.split('.')[-2]}.{type(self).__name__}"
        return drafts.DraftKey(self.worker.pk, name[:80], self.about())

    def _sign_in_first(self, request: HttpRequest) -> HttpResponse:
        key = drafts.read_key(request.POST.get("draft_key", ""))
        if request.method == "POST" and key is not None:
            keep_for_absent(key, request)
            messages.info(
                request, "You were signed out, so this was not sent. Sign in again: what you typed is kept."
            )
        return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode({'next': request.path})}")


def keep_for_absent(key: drafts.DraftKey, request: HttpRequest) -> bool:
    """Keep a draft by its key although its owner's session has ended; return whether there was something to keep."""
    worker = Worker.objects.filter(pk=key.worker_id, end_date__isnull=True).first()
    if worker is None:
        return False
    wall.enter(worker.pk, worker.role)
    kept = drafts.save(key, request.POST) is not None
    wall.enter(None)
    return kept
