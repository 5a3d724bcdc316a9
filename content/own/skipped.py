"""Files in a folder of sources that are not read: told, so that nobody edits one in vain."""

from __future__ import annotations

from pathlib import Path

from content.own import source_files


def tell_skipped(folder: Path) -> list[str]:
    """Return a warning for each file and folder in `folder` that is not read, hidden ones apart; ordered by name."""
    read = set(source_files(folder))
    told = ((path, _why(path)) for path in sorted(folder.iterdir()) if path not in read)
    return [f"{path.name}: {why}" for path, why in told if why]


def _why(path: Path) -> str:
    if path.name.startswith(("~$", ".~lock.")):
        return "says that the workbook is open in a spreadsheet program; what isn't saved there is not converted"
    if path.name.startswith((".", "~")):
        return ""
    if path.is_dir():
        return "is a folder and is not looked into; left out"
    return "is no workbook (.xlsx) and no JSON file (.json); left out"
