"""The second step of signing in: a code, a passkey or a recovery code, before anything opens."""

from django.contrib.auth import authenticate
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from people import passkeys
from people.forms.factor import SecondStepForm, SecondStepPasskeyForm
from people.signin import DUE, HALF, SHOW, admit, half_signed_in


@method_decorator(login_not_required, name="dispatch")
@method_decorator(never_cache, name="dispatch")
@method_decorator(sensitive_post_parameters(), name="dispatch")
class SecondStep(FormView):
    """Only for who has just given the right password; wrong answers count as wrong passwords."""

    template_name = "second_step.html"
    form_class = SecondStepForm
    title = gettext_lazy("Second step")

    def dispatch(self, request, *args, **kwargs):
        self.who = half_signed_in(request)
        if self.who is None and request.user.is_authenticated:
            if request.session.get(DUE) != SHOW:
                return HttpResponseRedirect(reverse("home"))
            self.who = request.user
        if self.who is None:
            request.session.pop(HALF, None)
            return HttpResponseRedirect(reverse("sign_in"))
        return super().dispatch(request, *args, **kwargs)

    def by_recovery(self) -> bool:
        """A code on paper is typed instead; the only way where the passkeys do not work."""
        return "recovery" in self.request.GET or not hasattr(self.who, "totp")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "request": self.request,
            "recovery": self.by_recovery(),
        }

    def get_context_data(self, **kwargs):
        has_passkeys = self.who.passkeys.exists()
        if has_passkeys and passkeys.place(self.request):
            kwargs.setdefault("passkey_form", self.passkey_form())
        return super().get_context_data(
            title=self.title,
            why_no_passkey=passkeys.why_not(self.request) if has_passkeys else "",
            has_app=hasattr(self.who, "totp"),
            by_recovery=self.by_recovery(),
            **kwargs,
        )

    def passkey_form(self, data=None):
        return SecondStepPasskeyForm(data, request=self.request, who=self.who)

    def post(self, request, *args, **kwargs):
        if "passkey" not in request.POST:
            return super().post(request, *args, **kwargs)
        form = self.passkey_form(request.POST)
        if form.is_valid():
            user = authenticate(
                request,
                username=self.who.username,
                passkey=form.cleaned_data["passkey"],
                purpose=passkeys.STEP,
            )
            if user is not None:
                return self.let_in(user)
        form.add_error(None, _("The passkey was not accepted. Try once more."))
        return self.again(**{"passkey_form": form} if passkeys.place(request) else {})

    def form_valid(self, form):
        user = authenticate(
            self.request, username=self.who.username, code=form.cleaned_data["code"]
        )
        if user is None:
            form.add_error("code", _("This code does not open the door. Each opens only once."))
            return self.form_invalid(form)
        return self.let_in(user)

    def form_invalid(self, form):
        return self.again(form=form)

    def again(self, **context):
        context.setdefault("form", self.form_class(**self.get_form_kwargs() | {"data": None}))
        response = self.render_to_response(self.get_context_data(**context))
        response.status_code = 422
        return response

    def let_in(self, user):
        half = self.request.session.get(HALF, {})
        return HttpResponseRedirect(
            admit(
                self.request,
                user,
                means=["password", user.means],
                go_to=half.get("go_to") or reverse("home"),
            )
        )
