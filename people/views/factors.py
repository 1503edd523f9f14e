"""My second factor: set up an app or a passkey, recovery codes, take one away."""

import pyotp
import segno
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView, View

from common import deeds
from common.ciphers import hide, reveal
from common.models import JournalEntry
from common.printing import pdf_response
from common.views import Page
from people import passkeys
from people.forms.factor import AppForm, PasskeyMakeForm, PasskeyNameForm
from people.forms.hand import HandForm
from people.models import Organisation, Passkey, RecoveryCode
from people.signin import DUE, SET_UP

NEW_APP, NEW_PASSKEY = "new_app", "new_passkey"
PASSKEY_LASTS = 10 * 60  # seconds between the password and the new passkey
SIGN_INS = (
    *("sign_in", "sign_out", "refuse_password", "refuse_code", "lock", "use_recovery_code"),
    *("change_password", "set_up_app", "remove_app", "add_passkey", "remove_passkey"),
    *("make_recovery_codes", "reset_second_factor"),
)


class Factors(Page, TemplateView):
    """What opens the door for me besides the password, and who tried it lately."""

    template_name = "people/factors.html"
    permission = "people.change_factors"
    title = gettext_lazy("Signing in")

    def get_context_data(self, **kwargs):
        user, session = self.request.user, self.request.session
        keys = list(user.passkeys.all())
        lately = JournalEntry.objects.about(user).filter(deed__in=SIGN_INS).order_by("-number")
        return super().get_context_data(
            app=getattr(user, "totp", None),
            passkeys=keys,
            why_no_passkey=passkeys.why_not(self.request),
            has_any=bool(keys) or hasattr(user, "totp"),
            recovery_left=user.recovery_left(),
            needed=user.needed_for,
            due=session.get(DUE) == SET_UP,
            items=deeds.history(
                JournalEntry.objects.filter(pk__in=lately.values("pk")[:10]), self.request.user
            ),
            **kwargs,
        )


@method_decorator(never_cache, name="dispatch")
@method_decorator(sensitive_post_parameters(), name="dispatch")
class MyFactorForm(Page, FormView):
    """A form about my own second factor; what the deed refuses is said in it."""

    template_name = "pages/form.html"
    permission = "people.change_factors"
    success_url = reverse_lazy("people:factors")
    submit_label = ""
    lead = ""
    done = ""

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}

    def get_context_data(self, **kwargs):
        context = {"submit_label": self.submit_label, "lead": self.lead}
        return super().get_context_data(
            **context | {"cancel_url": reverse("people:factors")} | kwargs
        )

    def act(self, form) -> None:
        """What the form is for."""
        raise NotImplementedError

    def form_valid(self, form):
        try:
            self.act(form)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return self.after()

    def after(self):
        return HttpResponseRedirect(self.get_success_url())

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def first_codes(self):
        """A first factor brings recovery codes with it, and opens what was closed."""
        if self.request.session.get(DUE) == SET_UP:
            del self.request.session[DUE]
        if self.request.user.recovery_left():
            return HttpResponseRedirect(self.get_success_url())
        return show_codes(self.request, self.request.user.make_recovery_codes())


class AppAdd(MyFactorForm):
    """An app that shows codes: a picture to read with it, and its first code."""

    template_name = "people/app_add.html"
    title = gettext_lazy("Codes from an app")
    form_class = AppForm
    submit_label = gettext_lazy("Set up the app")
    done = gettext_lazy("The app is set up: from now on signing in asks for its code.")

    def get(self, request, *args, **kwargs):
        if hasattr(request.user, "totp"):
            return HttpResponseRedirect(self.get_success_url())
        return super().get(request, *args, **kwargs)

    @property
    def secret(self) -> str:
        """The secret being set up: hidden in the session too, for sessions lie in the database."""
        if NEW_APP not in self.request.session:
            self.request.session[NEW_APP] = hide(pyotp.random_base32())
        return reveal(self.request.session[NEW_APP])

    def get_context_data(self, **kwargs):
        secret = self.secret
        issuer = str(Organisation.current().short_name) or "Sapat"
        address = pyotp.TOTP(secret).provisioning_uri(
            name=self.request.user.username, issuer_name=issuer
        )
        return super().get_context_data(
            picture=segno.make(address, error="m").svg_data_uri(scale=5, border=4, light="#fff"),
            secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
            **kwargs,
        )

    def act(self, form):
        self.request.user.set_up_app(self.secret, form.cleaned_data["code"])
        del self.request.session[NEW_APP]

    def after(self):
        return self.first_codes()


class AppRemove(MyFactorForm):
    """No codes from the app any more."""

    title = gettext_lazy("Remove the app")
    lead = gettext_lazy("Its codes will not open the door any more.")
    form_class = HandForm
    submit_label = gettext_lazy("Remove")
    done = gettext_lazy("The app is removed.")

    def act(self, form):
        self.request.user.remove_app()


class PasskeyAdd(MyFactorForm):
    """A passkey begins with its name and the password again."""

    title = gettext_lazy("New passkey")
    lead = gettext_lazy(
        "A passkey stays on your phone, computer or key; your finger, face or PIN opens it."
    )
    form_class = PasskeyNameForm
    submit_label = gettext_lazy("Continue")
    success_url = reverse_lazy("people:passkey_make")

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and passkeys.why_not(request):
            return HttpResponseRedirect(reverse("people:factors"))
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        self.request.session[NEW_PASSKEY] = {
            "name": form.cleaned_data["name"],
            "at": timezone.now().timestamp(),
        }
        return HttpResponseRedirect(self.get_success_url())


class PasskeyMake(MyFactorForm):
    """The device makes the passkey; only shortly after the password."""

    template_name = "people/passkey_make.html"
    title = gettext_lazy("New passkey")
    form_class = PasskeyMakeForm
    done = gettext_lazy("The passkey is registered.")

    def dispatch(self, request, *args, **kwargs):
        begun = request.session.get(NEW_PASSKEY)
        late = not begun or timezone.now().timestamp() - begun["at"] > PASSKEY_LASTS
        if request.user.is_authenticated and (late or passkeys.why_not(request)):
            return HttpResponseRedirect(reverse("people:passkey_add"))
        return super().dispatch(request, *args, **kwargs)

    def act(self, form):
        facts = passkeys.made(self.request, form.cleaned_data["passkey"])
        name = self.request.session[NEW_PASSKEY]["name"]
        self.request.user.add_passkey(name=name, **facts)
        del self.request.session[NEW_PASSKEY]

    def after(self):
        return self.first_codes()


class PasskeyRemove(MyFactorForm):
    """One passkey does not open any more."""

    title = gettext_lazy("Remove the passkey")
    form_class = HandForm
    submit_label = gettext_lazy("Remove")
    done = gettext_lazy("The passkey is removed.")

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            self.passkey = get_object_or_404(Passkey, pk=kwargs["pk"], user=request.user)
            self.lead = self.passkey.name
        return super().dispatch(request, *args, **kwargs)

    def act(self, form):
        self.request.user.remove_passkey(self.passkey)


class Recovery(MyFactorForm):
    """Ten new recovery codes; those before do not open any more."""

    title = gettext_lazy("New recovery codes")
    lead = gettext_lazy("You get ten new codes; those you had do not open the door any more.")
    form_class = HandForm
    submit_label = gettext_lazy("Make new codes")

    def get(self, request, *args, **kwargs):
        if not request.user.has_second_factor:
            return HttpResponseRedirect(self.get_success_url())
        return super().get(request, *args, **kwargs)

    def form_valid(self, form):
        return show_codes(self.request, self.request.user.make_recovery_codes())


def show_codes(request, codes: list[str]):
    """The codes, this once: in the answer and nowhere else."""
    context = {"title": _("Your recovery codes"), "codes": codes, "lines": "\n".join(codes)}
    response = TemplateResponse(request, "people/recovery_codes.html", context)
    response["Cache-Control"] = "no-store, private"
    return response


@method_decorator(never_cache, name="dispatch")
@method_decorator(sensitive_post_parameters(), name="dispatch")
class RecoveryPaper(Page, View):
    """The codes on paper: only those that are this person's and still open."""

    permission = "people.change_factors"
    http_method_names = ["post"]

    def post(self, request):
        codes = request.POST.get("codes", "").split()[:20]
        digests = [RecoveryCode.digest_of(request.user, code) for code in codes]
        own = RecoveryCode.objects.filter(user=request.user, used_at=None, digest__in=digests)
        if not codes or own.count() != len(set(digests)):
            messages.error(request, _("These codes are no longer the newest; make new ones."))
            return HttpResponseRedirect(reverse("people:factors"))
        context = {"title": _("Recovery codes"), "codes": codes, "user": request.user}
        return pdf_response("print/recovery_codes.html", context, _("Recovery codes") + ".pdf")
