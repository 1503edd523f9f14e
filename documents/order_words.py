"""How an order says what it repeals, who controls it and what its appendices belong to: the words
are those of its kind, which the organisation may change (domain 2.8, fields 8, 9, 15).
"""

from django.utils.translation import gettext as _

from common.dates import attributive, numeric
from documents.models import Order, OrderPoint


def facts_of(order: Order, language: str) -> dict[str, str]:
    """Number, day and title for a pattern of words."""
    day = order.order_date
    return {
        "number": order.order_number or "____",
        "date": numeric(day) if day else "__.__.____",
        "of_date": attributive(day, language) if day else "________",
        "title": order.in_language(order.title, language),
    }


def pattern(order: Order, name: str, language: str) -> str:
    """Words of the kind in a language."""
    return order.in_language(getattr(order.kind, name), language)


def point_words(order: Order, point: OrderPoint, language: str) -> str:
    """The text of a point; of one that only repeals, the usual words."""
    if words := order.in_language(point.text, language):
        return words
    if point.repeals is None:
        return ""
    usual = pattern(order, "repeal_words", language) or _(
        "Order No. {number} of {date} “{title}” is repealed."
    )
    return usual.format(**facts_of(point.repeals, language))


def lacks_words(order: Order, language: str) -> str:
    """What an order begun in a language still lacks to be printed in it; nothing of one that is
    whole, or that has no word in it.
    """
    said = _("Point %(n)s is not translated.")
    texts = {_("The title is not translated."): order.title}
    texts |= {said % {"n": point.place}: point.text for point in order.points.all()}
    if not any(words.get(language) for words in texts.values()):
        return ""
    texts[_("The preamble is not translated.")] = order.preamble
    texts[_("The basis is not translated.")] = order.basis
    needed = {why for why, words in texts.items() if words.get(order.language)}
    return next((why for why in texts if why in needed and not texts[why].get(language)), "")


def control_words(order: Order, language: str) -> str:
    """The last point, on who controls the order; nothing where there is none."""
    if order.control == "self":
        return pattern(order, "own_control_words", language) or _(
            "I keep control of its execution myself."
        )
    if order.control == "person" and order.controller:
        held = order.controller.appointment()
        usual = pattern(order, "control_words", language) or _(
            "Control of its execution is given to: {name}, {position}."
        )
        position = held.position.name.in_language(language) if held else ""
        said = usual.format(name=order.controller.signature_name, position=position)
        return said.replace(", .", ".")
    return ""


def appendix_words(order: Order, n: int, language: str) -> str:
    """The head of an appendix."""
    usual = pattern(order, "appendix_words", language) or _(
        "Appendix {n} to order No. {number} of {date}"
    )
    return usual.format(n=n, **{k: v for k, v in facts_of(order, language).items() if k != "title"})


def responsible_words(point: OrderPoint, language: str) -> str:
    """Who is responsible for a point and by when, as it stands under it."""
    people = ", ".join(person.short_name for person in point.responsible.all())
    told = _("Responsible: %(people)s.") % {"people": people}
    said = [told.replace("..", ".")] if people else []  # after an initial
    if point.due:
        said.append(_("Due: %(date)s.") % {"date": numeric(point.due)})
    return " ".join(said)
