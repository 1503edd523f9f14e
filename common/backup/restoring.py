"""Restoring a backup into an empty place: everything is checked before anything is replaced."""

import io
import json
import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.template.defaultfilters import filesizeformat

from common import guard
from common.caller import SYSTEM
from common.models import Blob, Check, deed, record
from common.storage import files

from . import database, faults, keys, marker
from .faults import BackupFault
from .place import Place
from .taking import FORMAT, beside, workplace


class Restore:
    """One set on its way back. ``only_try`` opens and checks the files without keeping them."""

    def __init__(
        self,
        place: Place,
        name: str = "",
        *,
        key: Path | None = None,
        only_try: bool = False,
        say: Callable[[str], None] = lambda line: None,
        progress: Callable[[int, int], None] = lambda done, total: None,
    ):
        self.place, self.name, self.only_try = place, name, only_try
        self.key_path, self.say, self.progress = key, say, progress
        self.faults: list[BackupFault] = []
        self.facts: dict[str, Any] = {}

    def run(self) -> None:
        """All of it; may be given again after it was interrupted, and then finishes."""
        began = monotonic()
        key = keys.identity(self.key_path)
        self.name = self.place.set_named(self.name).name
        self.facts["set"] = self.name
        with workplace("restore") as folder:
            manifest = self._unpack(folder, key)
            self._check_fits(manifest)
            self._blobs(manifest["blobs"], key)
            with marker.restoring(self.name):
                self._beside(folder)
                self._database(folder, manifest)
        self.facts["seconds"] = round(monotonic() - began, 1)

    def _unpack(self, folder: Path, key) -> dict[str, Any]:
        with (folder / "set.tar.gz").open("wb") as file:
            self.place.open_set(self.name, file, key)
        try:
            with tarfile.open(folder / "set.tar.gz", "r:gz") as tar:
                tar.extractall(folder, filter="data")
            manifest = json.loads((folder / "manifest.json").read_text())
        except (tarfile.TarError, OSError, ValueError, EOFError) as error:
            raise BackupFault(faults.DAMAGED_SET, name=self.name) from error
        (folder / "set.tar.gz").unlink()
        self.say(f"The backup {self.name} opens; it was made by Sapat {manifest['sapat']}.")
        return manifest

    def _check_fits(self, manifest: dict[str, Any]) -> None:
        if manifest["format"] > FORMAT:
            raise BackupFault(faults.TOO_NEW, name=self.name, what=manifest["format"])
        if manifest["engine"] != connection.vendor:
            theirs, ours = manifest["engine"], connection.vendor
            raise BackupFault(faults.OTHER_ENGINE, theirs=theirs, ours=ours)
        known = known_migrations()
        if unknown := [name for name in manifest["migrations"] if name not in known]:
            raise BackupFault(faults.TOO_NEW, name=self.name, what=unknown[0])

    def _blobs(self, blobs: list[list], key) -> None:
        """Every file, opened and compared. To keep one harms nothing: files never change."""
        store, size, total = files(), 0, len(blobs)
        there = set() if self.only_try else {entry.name for entry in store.entries()}
        for done, (sha, length) in enumerate(blobs):
            self.progress(done, total)
            blob = Blob(sha256=sha, size=length)
            size += length
            try:
                if self.only_try:
                    self.place.open_blob(sha, None, key, of=self.name)
                elif blob.name not in there or not _is_whole(blob):
                    with store.fresh() as file:
                        self.place.open_blob(sha, file, key, of=self.name)
                        store.adopt(file, blob.name)
            except BackupFault as fault:
                self.faults.append(fault)
                self.facts.setdefault("damaged", []).append(sha)
        self.progress(total, total)
        self.facts |= {"files": total, "bytes": size}
        if self.faults and not self.only_try:
            raise self.faults[0]
        self.say(f"{total} files ({filesizeformat(size)}) agree with their hashes.")

    def _beside(self, folder: Path) -> None:
        """Keys, seals, secret; what lies there under the same name is kept aside."""
        for name, target in beside().items():
            source = folder / "beside" / name
            for path in [path for path in source.rglob("*") if path.is_file()]:
                _put(path, target / path.relative_to(source))
        if self.key_path:  # what is backed up from now on opens with the sheet in the safe
            _put(self.key_path, settings.BACKUP_KEY)
        self._secret(folder / "beside" / "secret_key")

    def _secret(self, theirs: Path) -> None:
        """The secret that second factors are hidden under, where this place keeps it in a file;
        where it stands in the settings, it is laid down to be put there.
        """
        ours = settings.VAR / "secret_key"
        if not theirs.is_file() or theirs.read_text() == settings.SECRET_KEY:
            return
        if ours.exists() and ours.read_text() == settings.SECRET_KEY:
            _put(theirs, ours)
            return
        laid = settings.VAR / "secret_key.restored"
        _put(theirs, laid)
        self.say(
            "Mind: SECRET_KEY is another one here than where the backup was made. Until it is "
            f"the same, no second factor and no recovery code opens. It lies in {laid}: put it "
            "into the settings as SECRET_KEY, delete that file, start web and worker again."
        )

    def _database(self, folder: Path, manifest: dict[str, Any]) -> None:
        found = database.put_back(folder / "database")
        for table, said in manifest["tables"].items():
            if found["tables"].get(table) != said:
                count = found["tables"].get(table)
                raise BackupFault(faults.OTHER_COUNT, table=table, found=count, said=said)
        if found["journal"] != manifest["journal"]:
            raise BackupFault(faults.OTHER_HEAD)
        rows = sum(manifest["tables"].values())
        self.facts |= {"rows": rows, "deeds": manifest["journal"][0]}
        self.say(f"{len(manifest['tables'])} tables with {rows} rows are back, as counted.")
        connections.close_all()
        ContentType.objects.clear_cache()
        if set(manifest["migrations"]) < known_migrations():
            call_command("migrate", verbosity=0, interactive=False)
        elif settings.DATABASE_ROLE:
            guard.narrow(connection, settings.DATABASE_ROLE)
        self._chain()
        if manifest["lost"]:
            self.say(f"Mind: {len(manifest['lost'])} files were lost before the backup was made.")

    def _chain(self) -> None:
        out, err = io.StringIO(), io.StringIO()
        try:
            _verify_journal(stdout=out, stderr=err, no_color=True)
        except SystemExit as error:
            if error.code:
                sentence = err.getvalue().strip()
                raise BackupFault(faults.CHAIN_BROKEN, sentence=sentence) from error
        self.facts["verified"] = self.facts["deeds"]
        self.say(f"The journal is whole: {self.facts['deeds']} rows.")
        # The backup itself was under way in its own picture; it is over, and not badly.
        Check.objects.filter(ended_at=None).delete()
        with deed(by=SYSTEM):
            record(None, "restore", by=SYSTEM, set=self.name)


def _verify_journal(**given) -> None:
    # Seals that were made after the backup are put aside instead of being missed.
    call_command("verify_journal", restored=True, set_aside=True, **given)


def known_migrations() -> set[str]:
    """Every change of the tables that this Sapat knows."""
    return {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}


def _is_whole(blob: Blob) -> bool:
    try:
        for _chunk in blob.chunks():
            pass
    except Exception:
        return False
    return True


def _put(source: Path, target: Path) -> None:
    if target.exists() and target.read_bytes() == source.read_bytes():
        return
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if target.exists():
        target.replace(target.with_name(f"{target.name}.before-restore"))
    shutil.copyfile(source, target)
    target.chmod(0o600)
