"""All settings, read from the environment; nothing here is secret.

With nothing set, Sapat runs *embedded*: SQLite, a queue kept in files, letters written to files.
``DATABASE_URL`` and ``REDIS_URL`` choose PostgreSQL and Redis; ``PRODUCTION=1`` makes every
secret and address obligatory.
"""

from .accounts import *
from .apps import *
from .backup import *
from .core import *
from .data import *
from .language import *
from .letters import *
from .logs import *
from .queue import *
from .safety import *
from .sealing import *
