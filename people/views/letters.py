"""My letters: their language, their pace, the days and hours without mail."""

from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.models import Letter
from common.views import EditPage
from people.forms.letters import MyLettersForm
from people.models import Organisation, Person


class MyLetters(EditPage):
    """How letters come to me; what was kept for the morning goes now if I want each at once."""

    model = Person
    form_class = MyLettersForm
    permission = "people.choose_letters"
    deed_name = "choose_letters"
    title = gettext_lazy("My letters")

    def get_queryset(self):
        return Person.objects.filter(pk=self.request.user.person_id)

    def get_object(self, queryset=None):
        self.kwargs["pk"] = self.request.user.person_id
        return super().get_object(queryset)

    def get_success_url(self):
        return reverse("people:my_letters")

    def get_cancel_url(self):
        return reverse("people:me")

    def get_context_data(self, **kwargs):
        person = Person.objects.get(pk=self.object.pk)
        hour = f"{Organisation.current().digest_at:%H:%M}"
        lead = (
            _("They go to %(address)s; the morning letter goes at %(hour)s.")
            % {"address": person.email, "hour": hour}
            if person.email
            else _(
                "You have no e-mail here: notices stand under the bell, and your head of unit "
                "gives you what you have not read on paper."
            )
        )
        return super().get_context_data(**{"lead": lead, "about": "", **kwargs})

    def save(self, form):
        person = super().save(form)
        Letter.objects.filter(person=person, state=Letter.State.WAITING, attempts=0).update(
            next_try=now()
        )  # their quiet is asked anew
        if not person.wants_digest:
            kept = Letter.objects.filter(person=person, state=Letter.State.KEPT)
            kept.update(state=Letter.State.WAITING, next_try=now())
        return person
