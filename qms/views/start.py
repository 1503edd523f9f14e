"""The guide of the first start: a few pages, each saved as it goes (004/1)."""

import tempfile
from pathlib import Path

from axes.helpers import get_client_ip_address
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from common.caller import SYSTEM
from common.models import Blob, deed, record
from people.forms.organisation import OrganisationForm
from people.models import Appointment, FirstStart, Organisation, Person, User
from people.profile import ProfileError, load
from qms import start
from qms.forms.start import AdministratorForm, CodeForm, ProfileForm
from qms.profiles import OFFERS, path_of

PAGES = {
    "organisation": gettext_lazy("Organisation"),
    "profile": gettext_lazy("Profile"),
    "administrator": gettext_lazy("Administrator"),
    "mail": gettext_lazy("Mail"),
    "address": gettext_lazy("Address"),
    "certificate": gettext_lazy("Certificate"),
}
NEEDED = ("organisation", "profile", "administrator")
KEY = "first_start"


def after(page: str) -> HttpResponseRedirect:
    """To the page that follows."""
    names = list(PAGES)
    return HttpResponseRedirect(reverse(f"start_{names[names.index(page) + 1]}"))


@method_decorator([login_not_required, never_cache], name="dispatch")
class Door(TemplateView):
    """Asks for the code that the terminal printed; whoever has it goes on where they stopped."""

    template_name = "start/door.html"

    def dispatch(self, request, *args, **kwargs):
        if not start.is_open():
            return HttpResponseRedirect(reverse("home"))
        guide = FirstStart.current()
        if guide and guide.code_hash and request.session.get(KEY) == guide.code_hash:
            first = next((page for page in PAGES if page not in guide.done), "certificate")
            return HttpResponseRedirect(reverse(f"start_{first}"))
        return super().dispatch(request, *args, **kwargs)

    def post(self, request):
        form, guide = CodeForm(request.POST), FirstStart.current()
        address = get_client_ip_address(request)
        if start.is_shut_for(address):
            form.add_error(None, _("Too many wrong codes. Try again in a quarter of an hour."))
            return self.render_to_response({"form": form}, status=429)
        if form.is_valid():
            if guide and guide.opens(form.cleaned_data["code"]):
                request.session.cycle_key()
                request.session[KEY] = guide.code_hash
                return HttpResponseRedirect(reverse("start"))
            start.count_wrong(address)
            form.add_error("code", _("This is not the code. A new one makes the old one void."))
        return self.render_to_response({"form": form}, status=422)

    def get_context_data(self, **kwargs):
        return {"form": CodeForm(), **kwargs}


@method_decorator([login_not_required, never_cache], name="dispatch")
class GuidePage(TemplateView):
    """One page of the guide, for whoever came in by the code."""

    page = ""
    needs: tuple[str, ...] = ()

    @property
    def template_name(self):
        return f"start/{self.page}.html"

    def dispatch(self, request, *args, **kwargs):
        self.guide = FirstStart.current()
        inside = self.guide and request.session.get(KEY) == self.guide.code_hash
        if not start.is_open() or not inside:
            return HttpResponseRedirect(reverse("start"))
        for page in self.needs:
            if page not in self.guide.done:
                return HttpResponseRedirect(reverse(f"start_{page}"))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        return self.show()

    def show(self, status: int = 200, **context):
        return self.render_to_response(self.get_context_data(**context), status=status)

    def go_on(self, how: str = "done"):
        """Remember that this page is done, and turn it."""
        with deed(by=SYSTEM):
            FirstStart.locked().mark(self.page, how)
        return after(self.page)

    def get_context_data(self, **kwargs):
        names = list(PAGES)
        steps = [
            {
                "label": label,
                "number": number,
                "state": "now" if name == self.page else self.guide.done.get(name, ""),
                "url": reverse(f"start_{name}"),
            }
            for number, (name, label) in enumerate(PAGES.items(), 1)
        ]
        number = names.index(self.page) + 1
        back = reverse(f"start_{names[number - 2]}") if number > 1 else ""
        context = {"guide_steps": steps, "number": number, "whole": len(names), "back_url": back}
        return super().get_context_data(**{"title": PAGES[self.page], **context, **kwargs})


class OrganisationPage(GuidePage):
    """What the organisation is called; saved again as often as one comes back."""

    page = "organisation"

    def post(self, request):
        with deed(by=SYSTEM):
            guide, ours = FirstStart.locked(), Organisation.current()
            revision = ours.revision if ours.pk else 0
            before = [getattr(ours, name) for name in OrganisationForm.Meta.fields]
            form = OrganisationForm(request.POST, request.FILES, instance=ours)
            is_good = form.is_valid()
            now = [getattr(ours, name) for name in OrganisationForm.Meta.fields]
            differs = before != now or request.FILES or "no_picture" in form.changed_data
            if request.POST.get("revision") != str(revision) and (differs or not is_good):
                return self.show(409, form=form, revision=revision, stale=True)
            if not is_good:
                return self.show(422, form=form, revision=revision)
            if differs:
                form.keep_picture()
                ours.revision += 1 if ours.pk else 0
                ours._change_reason = "first_start"
                ours.save()
                record(ours, "settings", by=SYSTEM, fields=form.changed_data)
            guide.mark(self.page)
        return after(self.page)

    def get_context_data(self, **kwargs):
        ours = Organisation.current()
        context = {"revision": ours.revision if ours.pk else 0}
        if "form" not in kwargs:
            context["form"] = OrganisationForm(instance=ours)
        return super().get_context_data(**{**context, **kwargs})


class ProfilePage(GuidePage):
    """Units, positions, powers, types of documents: seen first, then loaded."""

    page = "profile"
    needs = ("organisation",)

    def post(self, request):
        if request.POST.get("act") == "load":
            return self._load()
        form = ProfileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(422, form=form)
        source, sha256 = form.cleaned_data["source"], ""
        if source == "file":
            file = form.cleaned_data["file"]
            blob = Blob.store(file.chunks())
            with deed(by=SYSTEM):
                self.guide = FirstStart.locked()
                self.guide.profile = blob
                self.guide.save(update_fields=["profile"])
            sha256 = blob.sha256
        try:
            plan = self._use(source, dry_run=True)
        except ProfileError as error:
            place = _("This profile cannot be loaded; the place in the file: %(place)s")
            form.add_error("file" if source == "file" else None, place % {"place": error})
            return self.show(422, form=form)
        return self.show(form=form, plan=plan, source=source, sha256=sha256)

    def _load(self):
        source, sha256 = self.request.POST.get("source"), self.request.POST.get("sha256", "")
        try:
            with deed(by=SYSTEM):
                self.guide = FirstStart.locked()
                kept = self.guide.profile.sha256 if self.guide.profile else ""
                if source not in (*OFFERS, "file") or (source == "file" and kept != sha256):
                    return self.show(409, stale=True)
                self._use(source)
                self.guide.mark(self.page)
        except ProfileError as error:
            form = ProfileForm({"source": source})
            form.add_error(None, str(error))
            return self.show(422, form=form)
        return after(self.page)

    def _use(self, source: str, *, dry_run: bool = False):
        if source in OFFERS:
            return load(path_of(source), dry_run=dry_run, without=OFFERS[source].without)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "profile.yaml")
            path.write_bytes(self.guide.profile.read())
            try:
                return load(path, dry_run=dry_run, without=["organisation"])
            except ProfileError as error:
                raise ProfileError(str(error).replace(f"{path}: ", "")) from error

    def get_context_data(self, **kwargs):
        if plan := kwargs.get("plan"):
            kwargs["made"] = [
                {"name": KINDS[model._meta.model_name], "rows": rows}
                for model, rows in plan.made.items()
                if model._meta.model_name in KINDS
            ]
        if "form" not in kwargs:
            kwargs["form"] = ProfileForm()
        return super().get_context_data(loaded=self.page in self.guide.done, **kwargs)


KINDS = {
    "power": gettext_lazy("Powers"),
    "unitkind": gettext_lazy("Kinds of units"),
    "unit": gettext_lazy("Units"),
    "position": gettext_lazy("Positions"),
    "body": gettext_lazy("Bodies"),
    "party": gettext_lazy("Parties"),
    "route": gettext_lazy("Routes of approval"),
    "documentlevel": gettext_lazy("Levels of documents"),
    "documenttype": gettext_lazy("Types of documents"),
    "document": gettext_lazy("Documents of the register"),
    "nomenclature": gettext_lazy("Nomenclature of files"),
    "process": gettext_lazy("Processes"),
    "requireddocument": gettext_lazy("Required documents"),
    "channel": gettext_lazy("Channels"),
    "documenttemplate": gettext_lazy("Templates"),
    "term": gettext_lazy("Glossary"),
}


class AdministratorPage(GuidePage):
    """Who signs in first; coming back changes the same account, never makes a second."""

    page = "administrator"
    needs = ("organisation", "profile")

    def post(self, request):
        with deed(by=SYSTEM):
            self.guide = guide = FirstStart.locked()
            user = guide.administrator
            form = self._form(request.POST)
            if request.POST.get("revision", "") != str(user.pk if user else ""):
                return self.show(409, form=form, stale=True)
            if not form.is_valid():
                return self.show(422, form=form)
            person = form.save()
            guide.administrator = self._account(form, user, person)
            guide.save(update_fields=["administrator"])
            guide.mark(self.page)
        return after(self.page)

    def _account(self, form, user: User | None, person: Person) -> User:
        given, is_new = form.cleaned_data, user is None
        user = user or User(person=person)
        user.username = given["username"]
        if given["password"]:
            user.set_password(given["password"])
        user.save()
        post = person.appointment() or Appointment(person=person)
        post.position = given["position"]
        post.save()
        record(person, "create" if is_new else "change", by=SYSTEM, fields=form.changed_data)
        record(user, "create" if is_new else "change", by=SYSTEM)
        return user

    def _form(self, data=None) -> AdministratorForm:
        user = self.guide.administrator
        person = user.person if user else Person(language=self.request.LANGUAGE_CODE)
        return AdministratorForm(data, instance=person, user=user)

    def get_context_data(self, **kwargs):
        if "form" not in kwargs:
            kwargs["form"] = self._form()
        revision = self.guide.administrator_id or ""
        return super().get_context_data(revision=revision, **kwargs)
