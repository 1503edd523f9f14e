"""Sentences of Django and of other libraries that people read on our pages.

Their own Kyrgyz is missing in places, rude or wrong in others, and some of it names things no
reader knows (004/4.2.3: documents and records are to be understood by those who use them). The
program never asks for these by name: they stand here only so that ``make messages`` collects
them, and our catalogues, which come before the libraries', say them in our words.

A sentence is added here, word for word as the library has it, when a new kind of field or of
check brings it onto a page.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

WORDS = (
    # Fields and their checks.
    _("This field is required."),
    _("This field cannot be null."),
    _("This field cannot be blank."),
    _("Enter a valid value."),
    _("Enter a complete value."),
    _("Enter a list of values."),
    _("Enter a whole number."),
    _("Enter a number."),
    _("Enter a valid date."),
    _("Enter a valid time."),
    _("Enter a valid date/time."),
    _("Enter a valid email address."),
    _("Enter a valid URL."),
    _("Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."),
    _("Null characters are not allowed."),
    _("Ensure this value is less than or equal to %(limit_value)s."),
    _("Ensure this value is greater than or equal to %(limit_value)s."),
    ngettext_lazy(
        "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at least %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
    # Choices.
    _("Select a valid choice. %(value)s is not one of the available choices."),
    _("Select a valid choice. That choice is not one of the available choices."),
    _("Value %(value)r is not a valid choice."),
    _("“%(pk)s” is not a valid value."),
    # What must be the only one of its kind, and the rules of the database. The translations leave
    # out the program's own name of the thing, which no reader knows; hence the marks for xgettext.
    # xgettext: no-python-format,
    _("%(model_name)s with this %(field_label)s already exists."),
    # xgettext: no-python-format,
    _("%(model_name)s with this %(field_labels)s already exists."),
    # xgettext: no-python-format,
    _("Constraint “%(name)s” is violated."),
    _("and"),
    # Files.
    _("No file was submitted."),
    _("No file was submitted. Check the encoding type on the form."),
    _("The submitted file is empty."),
    _("Please either submit a file or check the clear checkbox, not both."),
    ngettext_lazy(
        "Ensure this filename has at most %(max)d character (it has %(length)d).",
        "Ensure this filename has at most %(max)d characters (it has %(length)d).",
        "max",
    ),
    ngettext_lazy("%(size)d byte", "%(size)d bytes", "size"),
    _("%s KB"),
    _("%s MB"),
    _("%s GB"),
    # Accounts and passwords.
    _("A user with that username already exists."),
    _(
        "Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ "
        "characters."
    ),
    _("Old password"),
    _("New password"),
    _("New password confirmation"),
    _("Enter the same password as before, for verification."),
    _("Your old password was entered incorrectly. Please enter it again."),
    _("The two password fields didn’t match."),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
        0,
    ),
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
        "min_length",
    ),
    _("The password is too similar to the %(verbose_name)s."),
    _("Your password can’t be too similar to your other personal information."),
    _("This password is too common."),
    _("Your password can’t be a commonly used password."),
    _("This password is entirely numeric."),
    _("Your password can’t be entirely numeric."),
    _("Account locked: too many login attempts. Please try again later."),
    # The page of a form that came from a stale or foreign page.
    _("Forbidden"),
    _("CSRF verification failed. Request aborted."),
    _("More information is available with DEBUG=True."),
    _(
        "You are seeing this message because this site requires a CSRF cookie when submitting "
        "forms. This cookie is required for security reasons, to ensure that your browser is not "
        "being hijacked by third parties."
    ),
    _(
        "If you have configured your browser to disable cookies, please re-enable them, at least "
        "for this site, or for “same-origin” requests."
    ),
)
