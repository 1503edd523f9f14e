"""Why a page of a plan or an amendment is closed today: the true reason, to who may know it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def why_closed(paper, user, *, may: bool) -> str:
    """What is no draft any more is not edited: where it is now, for who writes it."""
    writes = paper.author_id == user.person_id or user.has_perm(
        "planning.recall_" + paper._meta.model_name, paper
    )
    if may or paper.state == "draft" or not writes:
        return ""
    said = {"state": paper.get_state_display()}
    if paper.state in ("agreeing", "approving"):
        return _("It is on its way (“%(state)s”): take it back first, then change it.") % said
    if paper.state == "approved":
        return _("It is approved: only an amendment of the plan changes it.")
    return _("It is closed (“%(state)s”): it is not changed any more.") % said


class WhileDraft:
    """A page that changes a draft; of what is on its way it says that."""

    request: Any
    plan: Any = None
    object: Any

    def not_now(self, *, may):
        return why_closed(self.plan or self.object, self.request.user, may=may)

    def back_url(self):
        return (self.plan or self.object).get_absolute_url()


class ReadyFirst:
    """Before anybody is named, a paper that is not fit to go says what it lacks."""

    name: str
    object: Any
    again: Any
    get_form_class: Any

    def closed(self: Any):
        if gone := super().closed():  # type: ignore[misc]  # it stands before a step's page
            return gone
        if self.name == "send":
            try:
                self.object.check_ready()
            except ValidationError as error:
                return self.again(self.empty_form(), 409, gone=" ".join(error.messages))
        return None

    def empty_form(self: Any):
        """A form of nothing that was posted: nothing more is asked."""
        kwargs = self.get_form_kwargs()
        return self.get_form_class()(
            **{key: value for key, value in kwargs.items() if key not in ("data", "files")}
        )
