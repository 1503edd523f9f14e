"""Accounts: their register, a new one with its invitation, and what may happen to one."""

import django_filters
from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.detail import SingleObjectMixin
from django.views.generic.edit import FormView

from common.dates import date_and_time, numeric
from common.models import deed
from common.views import Column, ListPage, StepPage
from common.views.page import ObjectPage
from people import limits
from people.forms.account import BY_LETTER, AccountForm, BlockForm, LinkForm
from people.models import Person, Power, User
from people.pdf import TONES, invitation_paper


def positions(user) -> str:
    """The positions held today, from what the list has loaded already."""
    return ", ".join(str(post.position.name) for post in user.person.held)


def powers(user) -> int:
    """How many powers the account carries, with those of the positions acted in."""
    return len(user.listed_powers())


def locked_words(user) -> str:
    """Until when it is shut after wrong answers; nothing where it is not."""
    return (
        _("Locked until %(time)s") % {"time": date_and_time(user.opens_at)} if user.opens_at else ""
    )


class AccountFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=User.State)
    power = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Power"), queryset=Power.objects.all(), method="holding"
    )

    class Meta:
        model = User
        fields = ["state", "power"]

    def holding(self, rows, name, power):
        return rows.filter(person__in=Person.objects.holding(power.code))


class AccountList(ListPage):
    """Every account: whose it is, what it may, when it was last used."""

    model = User
    permission = "people.view_account"
    template_name = "people/accounts.html"
    title = gettext_lazy("Accounts")
    filterset_class = AccountFilter
    empty_text = gettext_lazy("There are no accounts yet.")
    empty_hint = gettext_lazy("Open a person's page and invite them.")
    columns = [
        Column("name", gettext_lazy("Name"), lambda u: u.person.full_name, "person__sorted_as"),
        Column("username", gettext_lazy("User name"), lambda u: u.username, "username"),
        Column("position", gettext_lazy("Position"), positions),
        Column("powers", gettext_lazy("Powers"), powers, kind="number"),
        Column(
            "last_login",
            gettext_lazy("Last sign-in"),
            lambda u: date_and_time(u.last_login) if u.last_login else "",
            "last_login",
            kind="date",
        ),
        Column(
            "state",
            gettext_lazy("State"),
            lambda u: locked_words(u) or u.get_state_display(),
            "state",
            kind="state",
            tone=lambda u: "amber" if u.opens_at else TONES[u.state],
        ),
        Column(
            "blocked",
            gettext_lazy("Blocked since"),
            lambda u: numeric(localtime(u.blocked_at).date()) if u.blocked_at else "",
            "blocked_at",
            kind="date",
        ),
    ]

    def dressed(self, things):
        """With each, until when it is shut: asked once for all of them."""
        until = limits.shut_until(things)
        for user in things:
            user.opens_at = until.get(user.pk)
        return things


class AccountCreate(ObjectPage, SingleObjectMixin, FormView):
    """An account for a person, with an invitation by letter or on paper."""

    model = Person
    permission = "people.add_user"
    template_name = "pages/form.html"
    form_class = AccountForm

    def get_title(self):
        return _("Invite: %(name)s") % {"name": self.object.full_name}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"person": self.object}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            submit_label=_("Invite"), cancel_url=self.object.get_absolute_url(), **kwargs
        )

    def get(self, request, *args, **kwargs):
        return self.has_one() or super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        return self.has_one() or super().post(request, *args, **kwargs)

    def has_one(self):
        """Somebody was faster, or the same form came twice: one account, and a word about it."""
        if not User.objects.filter(person=self.object).exists():
            return None
        messages.info(self.request, _("This person has an account already."))
        return HttpResponseRedirect(self.object.get_absolute_url())

    def form_valid(self, form):
        by_letter = form.cleaned_data["way"] == BY_LETTER
        try:
            with deed(by=self.request.user):
                get_object_or_404(Person.objects.select_for_update(), pk=self.object.pk)
                if done := self.has_one():
                    return done
                user = User.open_for(
                    self.object,
                    by=self.request.user,
                    username=form.cleaned_data["username"],
                    by_letter=by_letter,
                )
        except IntegrityError:
            form.add_error("username", _("This user name is or was somebody's: choose another."))
            return self.form_invalid(form)
        return sent(self.request, user)

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response


def sent(request, user):
    """After the deed: the printed invitation, or back to the person's page with a word."""
    if not user.invitation.by_letter:
        return invitation_paper([user.invitation])
    messages.success(
        request,
        _("The letter with the link goes to %(address)s; the link is valid until %(until)s.")
        % {"address": user.email, "until": date_and_time(user.invitation.expires_at)},
    )
    return HttpResponseRedirect(user.get_absolute_url())


class AccountStep(StepPage):
    """Invite again, reset, block, unblock, end sessions."""

    model = User
    permission = "people.view_account"
    tones = TONES
    step_forms = {"invite": LinkForm, "reset": LinkForm, "block": BlockForm}
    sentences = {
        "invite": gettext_lazy("A new link is made; the one before it opens nothing any more."),
        "reset": gettext_lazy(
            "The old password is dead at once and every session ends; a new link is made, "
            "with which the owner chooses a new password."
        ),
        "block": gettext_lazy(
            "Nobody can sign in with this account from this moment; open sessions end. "
            "What it did stays on record."
        ),
        "unblock": gettext_lazy("The account may be signed in to again."),
        "open_lock": gettext_lazy(
            "Wrong answers given until now count no more: its owner may try again at once. Ask "
            "first whether it was they who tried."
        ),
        "end_sessions": gettext_lazy(
            "The account is signed out on every device; its password stays as it is."
        ),
    }

    def get_queryset(self):
        return super().get_queryset().select_related("person")

    def get_title(self):
        return f"{super().get_title()}: {self.object.person.full_name}"

    def done_before(self):
        if self.name == "open_lock" and not self.object.shut_until:
            return _("This account is not locked any more.")
        return ""

    def done_sentence(self):
        if self.name == "open_lock":
            return _("The lock is open: %(name)s may try again.") % {
                "name": self.object.person.full_name
            }
        return super().done_sentence()

    def post(self, request, *args, **kwargs):
        response = super().post(request, *args, **kwargs)
        if response.status_code == 302 and self.object.invitation:
            list(messages.get_messages(request))  # told in other words
            return sent(request, self.object)
        return response
