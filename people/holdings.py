"""What the people's directory itself holds about a person, and why a name may have to stay."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from common.dates import date_and_time, numeric
from common.models import JournalEntry, Letter, Todo
from common.personal import Holding, collects, keeps
from common.waiting import label, subject
from people.names import show_phone


def _day(value) -> str:
    return numeric(value) if value else ""


def _moment(value) -> str:
    return date_and_time(value) if value else ""


def _wishes(person) -> list[list[str]]:
    """How this person wants letters to come."""
    hours = [person.quiet_from, person.quiet_until]
    told = {
        _("when letters come"): person.get_letters_pace_display(),
        _("no mail on days off"): _("Yes") if person.quiet_days else _("No"),
        _("no mail from"): f"{hours[0]:%H:%M}" if hours[0] else "",
        _("no mail until"): f"{hours[1]:%H:%M}" if hours[1] else "",
    }
    return [[capfirst(key), value] for key, value in told.items()]


@collects
def directory(person) -> list[Holding]:
    """Names and addresses, appointments, the account."""
    lines = [
        [_("Surname"), person.surname],
        [_("Given name"), person.given],
        [_("Patronymic"), person.patronymic],
        [_("E-mail"), person.email],
        [_("Phone"), show_phone(person.phone) if person.phone else ""],
        [_("Personal number"), person.pin],
        [_("Language of letters"), person.get_language_display()],
        *_wishes(person),
    ]
    if user := getattr(person, "user", None):
        lines += [
            [_("User name"), user.username],
            [_("Last sign-in"), _moment(user.last_login)],
            [_("May sign in"), _("Yes") if user.is_active else _("No")],
        ]
    posts = person.appointments.select_related("position__unit")
    return [
        Holding(_("Card"), [_("What"), _("Value")], [line for line in lines if line[1]]),
        Holding(
            _("Positions"),
            [_("Position"), _("Unit"), _("From"), _("To"), _("Order")],
            [
                [
                    str(post.position),
                    str(post.position.unit),
                    _day(post.since),
                    _day(post.until),
                    post.order_number,
                ]
                for post in posts
            ],
        ),
    ]


@collects
def changes_of_the_card(person) -> list[Holding]:
    """What the card said before."""
    rows = []
    for row in person.history.order_by("history_date"):
        rows.append(
            [_moment(row.history_date), row.surname, row.given, row.email, row.phone, row.pin]
        )
    columns = [_("When"), _("Surname"), _("Given name"), _("E-mail"), _("Phone")]
    return [Holding(_("Changes of the card"), [*columns, _("Personal number")], rows)]


@collects
def consents_and_transfers(person) -> list[Holding]:
    """What the person consented to, asked for, and to whom data was given."""
    return [
        Holding(
            _("Consents"),
            [_("Version"), _("Given"), _("Withdrawn")],
            [
                [str(consent.text.version), _day(consent.given_on), _moment(consent.withdrawn_at)]
                for consent in person.consents.select_related("text")
            ],
        ),
        Holding(
            _("Requests"),
            [_("What"), _("Asked"), _("State"), _("Reason")],
            [
                [
                    request.get_kind_display(),
                    _day(request.asked_on),
                    request.get_state_display(),
                    request.refusal,
                ]
                for request in person.data_requests.all()
            ],
        ),
        Holding(
            _("Given to others"),
            [_("Date"), _("To whom"), _("What was given"), _("Ground")],
            [[_day(t.on), t.recipient, t.what, t.basis] for t in person.transfers.all()],
        ),
    ]


@collects
def work(person) -> list[Holding]:
    """To-dos, letters, and what the journal says this person did."""
    todos = Todo.objects.filter(person=person).prefetch_related("object")
    tables = [
        Holding(
            _("Tasks"),
            [_("What"), _("About"), _("Due"), _("Done")],
            [
                [label(todo), subject(todo), _day(todo.due), _moment(todo.done_at)]
                for todo in todos
                if todo.object
            ],
        ),
        Holding(
            _("Letters"),
            [_("When"), _("Address"), _("Subject"), _("Text")],
            [
                [_moment(letter.created_at), letter.address, letter.subject, letter.body]
                for letter in Letter.objects.filter(person=person)
            ],
        ),
    ]
    if user := getattr(person, "user", None):
        entries = JournalEntry.objects.filter(user=user).order_by("number")
        deeds = entries.values_list("number", "at", "deed", "ip")
        rows = [[str(number), _moment(at), deed, ip or ""] for number, at, deed, ip in deeds]
        columns = [_("No."), _("When"), _("Deed"), _("From where")]
        tables.append(Holding(_("Journal"), columns, rows))
        sessions = [
            [_moment(session.began_at), _moment(session.seen_at), session.ip or "", session.agent]
            for session in user.sessions.all()
        ]
        columns = [_("Begun"), _("Last seen"), _("From where"), _("Device")]
        tables.append(Holding(_("Sessions"), columns, sessions))
    return tables


@keeps
def journal_names(person) -> str:
    """Who did something under this name is named by the journal (004/7.5.5)."""
    user = getattr(person, "user", None)
    if user and JournalEntry.objects.filter(user=user).exists():
        return _("The journal names this person for what they did.")
    return ""
