"""The administrator's part: take a lost factor away, and say of whom one is wanted."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from django.views.generic.detail import SingleObjectMixin

from common.views import Page
from common.views.page import ObjectPage
from people.forms.factor import RequireForm, ResetForm
from people.models import Organisation, Person, User


class ResetFactors(ObjectPage, SingleObjectMixin, FormView):
    """Somebody lost theirs: the password alone opens again, and they set up a new one."""

    model = Person
    permission = "people.reset_factors"
    template_name = "pages/form.html"
    form_class = ResetForm

    def get_queryset(self):
        return super().get_queryset().select_related("user")

    def permission_object(self):
        person = super().permission_object()
        if not hasattr(person, "user"):
            raise Http404
        return person

    def get_title(self):
        return _("Take away the second factor: %(who)s") % {"who": self.object.short_name}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}

    def get_context_data(self, **kwargs):
        has = ", ".join(self.object.user.second_factor_names()) or _("There is none.")
        return super().get_context_data(
            lead=_("Now: %(what)s") % {"what": has},
            submit_label=_("Take it away"),
            cancel_url=self.object.get_absolute_url(),
            **kwargs,
        )

    def form_valid(self, form):
        self.object.user.reset_second_factor(
            by=self.request.user, reason=form.cleaned_data["reason"]
        )
        messages.success(self.request, _("It is taken away, and they get a letter."))
        return HttpResponseRedirect(self.object.get_absolute_url())

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response


class RequireFactors(Page, FormView):
    """Of which powers a second factor is wanted."""

    template_name = "people/require_factors.html"
    permission = "people.require_factors"
    title = gettext_lazy("Second factor")
    form_class = RequireForm
    success_url = reverse_lazy("people:require_factors")

    def get_initial(self):
        now = Organisation.current().second_factor_powers
        return {"powers": now, "was": ",".join(sorted(now))}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            missing=self.missing(),
            submit_label=_("Save"),
            cancel_url=reverse("installation"),
            **kwargs,
        )

    def missing(self):
        """Who must have one and has none yet."""
        asked = Person.objects.none()
        for power in Organisation.current().second_factor_powers:
            asked |= Person.objects.holding(power)
        has = Q(totp__isnull=False) | Q(passkeys__isnull=False)
        return asked.filter(user__is_active=True).exclude(
            pk__in=User.objects.filter(has).values("person")
        )

    def form_valid(self, form):
        chosen = form.cleaned_data
        if not Organisation.require_second_factor(
            chosen["powers"], was=chosen["was"], by=self.request.user
        ):
            form.add_error(
                None,
                _(
                    "Somebody changed this meanwhile. What you chose is still here: compare it "
                    "with the list below, and save again."
                ),
            )
            form.data = form.data.copy()
            form.data["was"] = self.get_initial()["was"]
            return self.answer(form, 409)
        messages.success(
            self.request, _("Saved. It holds from the next time each of them signs in.")
        )
        return HttpResponseRedirect(self.get_success_url())

    def form_invalid(self, form):
        return self.answer(form, 422)

    def answer(self, form, status):
        response = self.render_to_response(self.get_context_data(form=form))
        response.status_code = status
        return response
