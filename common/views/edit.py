"""Form pages: what is typed is never lost, and nobody overwrites what they have not seen."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.generic import CreateView, UpdateView

from common.forms import in_words
from common.models import AlreadySent, Sent, deed, record

from .page import ObjectPage, Page


def sent_before(request, error: AlreadySent) -> HttpResponseRedirect:
    """The same form came a second time: it is led to where the first one went."""
    messages.info(request, _("This form was sent already; nothing was done twice."))
    return HttpResponseRedirect(error.url)


class FormPage:
    """What new and edit have in common: one deed that saves and journals."""

    template_name = "pages/form.html"
    submit_label = ""
    deed_name = ""

    def get_context_data(self, **kwargs):
        context = {"submit_label": self.submit_label, "cancel_url": self.get_cancel_url()}
        return super().get_context_data(**context | kwargs)

    def get_cancel_url(self) -> str:
        return self.object.get_absolute_url() if self.object else self.request.path + "../"

    def save(self, form):
        """Save what was typed; more than one row may be written here."""
        return form.save()

    def details(self, form) -> dict:
        """What the journal keeps of it."""
        return {"fields": form.changed_data}

    def recorded(self, form) -> None:
        """What follows from it, in the same deed."""

    def form_valid(self, form):
        try:
            # An edit is within a deed already: what is refused leaves nothing behind in it.
            with deed(by=self.request.user), transaction.atomic():
                sent = Sent.take(self.request)
                self.object = self.save(form)
                record(self.object, self.deed_name, by=self.request.user, **self.details(form))
                self.recorded(form)
                if sent:
                    sent.led_to(self.get_success_url())
        except AlreadySent as error:
            return sent_before(self.request, error)
        except IntegrityError:
            form.add_error(None, _("Somebody saved the same at this moment: look at theirs first."))
            return self.form_invalid(form)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, self.saved_message())
        return HttpResponseRedirect(self.get_success_url())

    def saved_message(self) -> str:
        now = date_format(timezone.localtime(), "H:i")
        return _("Saved at %(time)s.") % {"time": now}

    def form_invalid(self, form):
        if before := Sent.before(self.request):
            return sent_before(self.request, before)
        response = super().form_invalid(form)
        response.status_code = 422
        return response


class CreatePage(FormPage, Page, CreateView):
    deed_name = "create"


class EditPage(FormPage, ObjectPage, UpdateView):
    """Editing under a lock: the posted revision must be the one in the database."""

    deed_name = "change"
    named = ""  # which one it is, where the title does not say it

    def get_object(self, queryset=None):
        rows = self.get_queryset()
        if self.request.method == "POST" and getattr(self, "locking", False):
            rows = rows.select_for_update(of=("self",))
        found = super().get_object(rows)
        self.named = str(found)  # before anything typed is put into it
        return found

    def post(self, request, *args, **kwargs):
        with deed(by=request.user):
            self.locking = True
            self.object = self.get_object()
            form = self.get_form()
            if request.POST.get("revision") != str(self.object.revision):
                form.add_error(None, self.stale_sentence())
                for name in form.changed_data:
                    stored = in_words(form[name]) or "—"
                    form.add_error(name, _("Stored now: %(value)s") % {"value": stored})
                response = self.form_invalid(form)
                response.status_code = 409
                return response
            return self.form_valid(form) if form.is_valid() else self.form_invalid(form)

    def save(self, form):
        form.instance.revision += 1
        form.instance._change_reason = form.cleaned_data.get("reason") or self.deed_name
        try:
            return form.save()
        except IntegrityError:
            form.instance.revision -= 1
            raise

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        # A stale form goes on from what is there now, with what was typed still in it.
        context.setdefault("revision", self.current_revision())
        context.setdefault("about", "" if self.named in context["title"] else self.named)
        return context

    def current_revision(self) -> int:
        return self.object.revision

    def stale_sentence(self) -> str:
        """Who changed what in the meantime."""
        newest = self.object.history.select_related("history_user__person").first()
        before = newest and newest.prev_record
        names = (
            [
                str(self.object._meta.get_field(change.field).verbose_name)
                for change in newest.diff_against(before).changes
                if change.field != "revision"
            ]
            if before
            else []
        )
        who = newest and newest.history_user and newest.history_user.person.short_name
        return _(
            "%(who)s changed this at %(time)s (%(what)s). What you typed is still here: "
            "compare it, and save again to put yours in its place."
        ) % {
            "who": who or _("Somebody"),
            "time": date_format(timezone.localtime(newest.history_date), "d.m.Y H:i")
            if newest
            else "",
            "what": ", ".join(names) or "…",
        }
