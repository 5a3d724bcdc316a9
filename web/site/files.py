"""The widget's files, with what a cache may do with them."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, request, send_from_directory

ENTRY = "folio-chat.js"
# The entry asks for what it loads later with the hash of its content: ?v=…
_LONG = "public, max-age=31536000, immutable"
_CHECKED = "no-cache"  # may be kept, but is asked about each time: its name stays while it changes


def widget_files(folder: Path) -> Blueprint:
    """Serves what is in `folder` under /widget/."""
    files = Blueprint("widget", __name__)

    @files.get("/widget/<path:name>")
    def widget(name: str) -> Response:
        response = send_from_directory(folder, name, conditional=True)
        response.headers["Cache-Control"] = _LONG if "v" in request.args else _CHECKED
        return response

    return files
