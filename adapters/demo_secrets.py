"""The demo's secrets: made at the first start, kept in var/secrets (git-ignored, readable by its owner only).

Site, Rasa and action server read the same files, whichever of them starts first. Production has no such files: there,
secrets come from the environment alone.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from adapters.settings import PROJECT, Secret

FOLDER = PROJECT / "var" / "secrets"
_BYTES = 32  # what HMAC-SHA-256 can use


class UnusableSecret(Exception):
    """It can be neither read nor made; the sentence names the file and what to do."""


def demo_secret(name: str, folder: Path | None = None) -> Secret:
    """The secret called `name`, made if there is none yet; the same for all who ask, also at the same time.

    Raises:
        UnusableSecret: the folder can't be written, or the file can't be read or was cut off.
    """
    folder = FOLDER if folder is None else folder
    file = folder / name
    try:
        if not file.exists():
            _make(file)
        found = file.read_text(encoding="ascii").strip()
    except OSError as error:
        raise UnusableSecret(f"{file}: the demo's secret can be neither read nor made: {error.strerror}") from error
    except ValueError:
        found = ""
    if len(found) < _BYTES:
        raise UnusableSecret(f"{file}: this is no secret of the demo's; remove the file, and it is made anew")
    return Secret(found)


def _make(file: Path) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as output:
            output.write(secrets.token_urlsafe(_BYTES) + "\n")
        # A link appears whole or not at all, and never replaces what another process has made meanwhile.
        os.link(draft, file)
    except FileExistsError:
        pass  # another process was first; its secret is the one
    finally:
        draft.unlink()
