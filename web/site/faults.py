"""What people see when something goes wrong: what to do, and a reference where it isn't their doing."""

from __future__ import annotations

import logging
import secrets

from flask import Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError  # type: ignore[import-untyped]
from werkzeug.exceptions import HTTPException, SecurityError

from advisor.repository import DataUnavailable
from web.site.log_ins import LogIns

logger = logging.getLogger(__name__)

_SAID = {
    400: (
        "This didn't work",
        "Your browser sent something that this page doesn't understand. Please go back and retry.",
    ),
    404: ("Not found", "There is no such page here."),
    405: ("Not found", "There is no such page here."),
    413: ("Too much", "That was more than a form of this page can hold."),
}
_STALE = ("This page was open for too long", "Please go back, reload the page and try once more.")
_DOWN = ("We can't reach your data right now", "Please try again in a minute; nothing is lost.")
_BROKEN = ("Something went wrong on our side", "Please try again in a minute.")


def say_faults(site: Flask, log_ins: LogIns) -> None:
    @site.errorhandler(CSRFError)
    def stale(error: CSRFError) -> ResponseReturnValue:
        if request.endpoint == "pages.logout" and log_ins.current() is None:
            return redirect(url_for("pages.home"), 303)  # logged out in another tab already: nothing left to protect
        return _page(_STALE, 400)

    @site.errorhandler(DataUnavailable)
    def down(error: DataUnavailable) -> ResponseReturnValue:
        return _page(_DOWN, 503, _reference("no portfolio page", error))

    @site.errorhandler(SecurityError)
    def foreign(error: SecurityError) -> ResponseReturnValue:
        # Under a name that is not the site's, not even links can be made.
        return "This site has another address.", 400, {"Content-Type": "text/plain; charset=utf-8"}

    @site.errorhandler(HTTPException)
    def refused(error: HTTPException) -> ResponseReturnValue:
        status = error.code or 500
        if status < 400 and error.response is not None:
            return error.response
        return _page(_SAID.get(status, _SAID[400] if status < 500 else _BROKEN), status)

    @site.errorhandler(Exception)
    def broken(error: Exception) -> ResponseReturnValue:
        return _page(_BROKEN, 500, _reference("a page failed", error))


def _page(said: tuple[str, str], status: int, reference: str | None = None) -> tuple[str, int]:
    title, text = said
    return render_template("fault.html", title=title, text=text, reference=reference), status


def _reference(what: str, error: Exception) -> str:
    reference = secrets.token_hex(2).upper()
    logger.error("%s, reference %s", what, reference, exc_info=error)
    return reference
