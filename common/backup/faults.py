"""What can be wrong with a backup, as sentences of the catalogue with their values."""

from django.utils.translation import gettext, gettext_noop

NO_KEY = gettext_noop("The key of the backups is not there: %(path)s. Without it nothing restores.")
KEY_LOST = gettext_noop(
    "There are backups at %(place)s, but the key they were made with is gone: put it back to"
    " %(path)s from the sheet in the safe."
)
BAD_KEY = gettext_noop(
    "%(path)s holds no key of a backup: it begins with AGE-SECRET-KEY-1, as on the sheet."
)
BAD_RECIPIENT = gettext_noop("This is not a public key of a backup: %(key)s.")
WRONG_KEY = gettext_noop("%(name)s does not open: it is damaged, or the key is another one.")
NO_SETS = gettext_noop("There is no backup at %(place)s.")
NO_SUCH_SET = gettext_noop("There is no backup %(name)s at %(place)s.")
DAMAGED_SET = gettext_noop("The backup %(name)s is damaged.")
UNREADABLE = gettext_noop("What the backup %(name)s needs cannot be read: its list is damaged.")
BLOB_GONE = gettext_noop("The backup %(name)s lacks a file it needs: %(sha)s.")
BLOB_DAMAGED = gettext_noop("A file of the backup %(name)s is damaged: %(sha)s.")
BLOB_LOST = gettext_noop("A file is missing or altered; the backup goes without it: %(sha)s.")
PLACE_AWAY = gettext_noop("No backup could be kept at %(place)s: %(error)s")
SILENT = gettext_noop("%(place)s does not answer: %(error)s")
TOO_NEW = gettext_noop(
    "The backup %(name)s was made by a newer Sapat; this one does not know %(what)s."
)
OTHER_ENGINE = gettext_noop("The backup is of %(theirs)s, this installation runs on %(ours)s.")
NOT_EMPTY = gettext_noop(
    "There is something here already. With --replace it is backed up first, then replaced."
)
OTHER_COUNT = gettext_noop("Table %(table)s has %(found)s rows; the backup says %(said)s.")
OTHER_HEAD = gettext_noop("The journal does not end where the backup says.")
CHAIN_BROKEN = gettext_noop("The journal is not whole: %(sentence)s")
PROGRAM = gettext_noop("%(program)s ended badly: %(error)s")
NO_PROGRAM = gettext_noop(
    "%(program)s is not on this machine: install postgresql-client, or set PG_BIN."
)
CUT_OFF = gettext_noop("It was cut off before its end.")
SPARE_IS_REAL = gettext_noop("REHEARSAL_DATABASE_URL names the real database.")


class BackupFault(Exception):
    """Something that must be told: a sentence with its values."""

    def __init__(self, sentence: str, **values):
        super().__init__(sentence, values)
        self.sentence, self.values = sentence, values

    def __str__(self):
        return gettext(self.sentence) % self.values
