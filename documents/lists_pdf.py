"""Printed lists of document control: distribution list, act of destruction, cover of a control
copy (P-22; agency.md 6; 003/5.4.3).
"""

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from common.dates import long_date, numeric
from common.models import Attachment
from common.printing import render_pdf, whole
from documents.external_words import act_of, edition_word
from documents.models import DestructionAct, PaperCopy
from documents.models.external import facts_of
from documents.stamps import words_in
from people.models import Organisation, Person


def distribution_pdf(version, copies, language: str) -> bytes:
    """Who holds which copy: issued, the signature, returned (P-22)."""
    with override(language):
        context = {
            "title": _("Distribution list of copies"),
            "version": version,
            "document": version.document,
            "copies": [
                {
                    "number": copy.shown_number,
                    "kind": copy.get_kind_display(),
                    "language": copy.language_name,
                    "holder": (copy.holder.full_name if copy.holder else copy.holder_words)
                    or copy.place,
                    "issued": numeric(copy.issued_on) if copy.issued_on else "",
                    "returned": _came_back(copy),
                }
                for copy in copies
            ],
        }
        return render_pdf("print/distribution.html", context, language=language)


def _came_back(copy: PaperCopy) -> str:
    if copy.act and copy.state == "destroyed":
        return _("act No. %(number)s") % {"number": copy.act.number}
    if copy.state == "lost":
        return copy.get_state_display()
    if copy.state == "recalled" and copy.recalled_on:
        return _("recalled on %(date)s") % {"date": numeric(copy.recalled_on)}
    return numeric(copy.returned_on) if copy.returned_on else ""


def act_pdf(act: DestructionAct) -> bytes:
    """The act, with a line for the hand of each of the commission."""
    language = Organisation.current().original_language
    with override(language):
        context = {
            "title": whole(_("Act of destruction No. %(number)s") % {"number": act.number}),
            "head": _head(language),
            "day": long_date(act.date, language),
            "manner": act.manner,
            "copies": [
                {
                    "document": copy.version.document.code,
                    "title": words_in(copy.version.document.title, language),
                    "version": f"{copy.version.issue}/{copy.version.change}",
                    "number": copy.shown_number,
                    "language": copy.language_name,
                    "ground": _ground(copy),
                }
                for copy in act.copies.for_list()
            ],
            "commission": [
                {"name": one.signature_name, "position": _position(one, language)}
                for one in act.commission.all()
            ],
        }
        return render_pdf("print/destruction_act.html", context, language=language)


def _ground(copy: PaperCopy) -> str:
    """Why a copy is destroyed: nobody may work by its version any more, or it is not needed."""
    version = copy.version
    if version.ended_on is None:
        return pgettext("destruction", "not needed any more")
    return f"{version.get_state_display()}, {numeric(version.ended_on)}"


def _head(language: str) -> dict[str, str]:
    """Who approves the act: who signs for the organisation on that day."""
    person = Person.objects.holding("documents.approve").order_by("pk").first()
    if person is None:
        return {}
    return {"position": _position(person, language), "name": person.signature_name}


def _position(person, language: str) -> str:
    held = person.appointment()
    return words_in(held.position.name, language) if held else ""


def cover_pdf(version, language: str) -> bytes:
    """The cover of the control copy of an external document: what it is, since when it holds."""
    document = version.document
    facts = facts_of(document)
    files = Attachment.objects.of(version).filter(kind="attachment")
    with override(language):
        rows = [
            (_("Register No."), document.code),
            (_("Title"), words_in(document.title, language)),
            (_("Type"), words_in(document.type.name, language)),
            (_("Issuer"), facts.issuer if facts else ""),
            (_("Number and date"), _number_and_date(facts)),
            (_("Channel"), _channel(facts, language)),
            (_("Registered"), _day(facts and facts.registered_on)),
            (_("Edition"), f"{version.issue}/{version.change}"),
            (_("By the act"), act_of(version)),
            (_("What changed"), version.summary),
            (_("In force from"), _day(version.in_force_from)),
            (_("Not in force since"), _day(version.ended_on)),
            (_("State"), edition_word(version)),
            (_("Registered by"), version.author.full_name),
        ]
        context = {
            "title": _("Control copy"),
            "rows": [(label, value) for label, value in rows if value],
            "files": [{"name": file.name, "sha256": file.blob.sha256} for file in files],
        }
        return render_pdf("print/control_copy.html", context, language=language)


def _channel(facts, language: str) -> str:
    return words_in(facts.channel.name, language) if facts and facts.channel else ""


def _day(day) -> str:
    return numeric(day) if day else ""


def _number_and_date(facts) -> str:
    if facts is None or not facts.number:
        return ""
    return f"№ {facts.number}, {_day(facts.date)}".rstrip(", ")
