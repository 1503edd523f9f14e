"""What a register says of its lists."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from common.importing import Fate
from common.lookalikes import clean_code
from common.models import TranslatedField
from common.sheets import Field


@dataclass(frozen=True)
class Into(Field):
    """One column and the field of the model that it fills.

    ``language`` is the one of a translated field; ``things`` are the rows one may name by code or
    by name; ``same`` are rows of this register or of this very list, named by their key;
    ``needed``: a new row is not made without it; ``convert`` makes of the typed words what is kept.
    """

    attr: str = ""
    language: str = ""
    things: Callable[[Any], models.QuerySet] | None = None
    same: bool = False
    needed: bool = False
    convert: Callable[[Any], Any] | None = None

    @property
    def name(self) -> str:
        """The field of the model."""
        return self.attr or self.key


class Importer:
    """One register and how a row of a list becomes a row of it."""

    kind: ClassVar[str]
    model: ClassVar[type[models.Model]]
    title: ClassVar[Any]
    lead: ClassVar[Any] = ""
    noun: ClassVar[Any]
    key: ClassVar[str] = "code"
    fields: ClassVar[list[Into]]
    permission: ClassVar[str]
    file_name: ClassVar[str] = "sapat.xlsx"
    with_: ClassVar[tuple[str, ...]] = ()
    #: Headings that the register has on its page and no list to be filled in: by them one sees
    #: that it was taken out as it is shown.
    only_shown: ClassVar[tuple] = ()
    settled_words: ClassVar[Any] = _("It is approved: the reason is asked below.")

    def __init__(self, user, target: int | None = None):
        self.user, self.target = user, target

    # Who and where -----------------------------------------------------------------------------

    def permission_object(self) -> Any:
        """What the permission is asked about."""
        return None

    def not_now(self) -> str:
        """Why nothing can be brought in today, where that is the state of things, not the right."""
        return ""

    def list_url(self) -> str:
        """Where the rows are seen."""
        raise NotImplementedError

    def list_label(self) -> str:
        return str(self.title)

    def lists(self) -> dict[str, Iterable]:
        """The sheets of the template to choose from."""
        return {}

    # The key -----------------------------------------------------------------------------------

    def key_of(self, line) -> str:
        """By what a row is known, as it is typed in a line; a key of another kind says how."""
        return clean_code(line.text(self.key))

    def key_words(self, key: str) -> str:
        """The key as people read it."""
        return key

    # Rows --------------------------------------------------------------------------------------

    def rows(self) -> models.QuerySet:
        """Every row there is, also those this keeper may not see: their codes are taken."""
        return self.model._default_manager.all()

    def visible(self, rows: models.QuerySet) -> models.QuerySet:
        """Those of them that this keeper may see and change."""
        return rows

    def filled(self, rows: models.QuerySet) -> models.QuerySet:
        """Those that a list to be changed and brought back holds."""
        return self.visible(rows)

    def fresh(self) -> models.Model:
        """A new row, with what no column says."""
        return self.model()

    def settled(self, keys: list[int]) -> set[int]:
        """Of these rows, those that are approved or in force: their change asks for a reason."""
        return set()

    def prepare(self, things: list) -> None:
        """Ask once, for all rows of the list, what ``check`` will need."""

    def check(self, fate: Fate, thing, values: dict, *, cell: Callable[[str], str]) -> None:
        """Refuse what the fields alone do not tell; ``thing`` is as it would be."""

    def complete(self, thing, values: dict) -> None:
        """Fill in what no cell said, before a new row is checked and saved."""

    def changing(self, thing) -> None:
        """Set what no column says on a row that changes."""

    def written(self, things: list, *, by) -> Iterable[str]:
        """What follows from the whole list, in the same deed; said in sentences."""
        return ()

    def hold(self) -> bool:
        """Lock what the rows are parts of; false where it may not be changed any more."""
        return True

    # What the columns say ------------------------------------------------------------------------

    def field_of(self, column: Into) -> Any:
        """The field that a column fills; a register may keep some of them beside its model."""
        return self.model._meta.get_field(column.name)

    def stored(self, thing, column: Into) -> Any:
        """What stands there now."""
        return getattr(thing, column.name)

    def saved(self, thing, values: dict) -> None:
        """Write what is kept beside the model, in the deed that wrote the row."""

    def longest(self, column: Into) -> int | None:
        """How many letters fit."""
        field = self.field_of(column)
        if isinstance(field, TranslatedField):
            return field.text_length
        return getattr(field, "max_length", None)

    def plain_fields(self) -> set[str]:
        """Fields whose own checks ask the database nothing."""
        held = {column.name for column in self.fields if not column.things and not column.same}
        return {f.name for f in self.model._meta.fields if f.name in held and not f.is_relation}


_importers: dict[str, type[Importer]] = {}


def register(importer: type[Importer]) -> type[Importer]:
    """An app says that its register can be brought in."""
    _importers[importer.kind] = importer
    return importer


def get(kind: str) -> type[Importer]:
    """The importer of a kind of list; none is 404."""
    try:
        return _importers[kind]
    except KeyError as error:
        raise Http404 from error
