"""The pages: home, log-in, portfolio at a glance, log-out."""

from __future__ import annotations

import hmac
import logging

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from advisor.repository import DataUnavailable
from web.site.attempts import Attempts
from web.site.glance import glance_at
from web.site.log_ins import LogIn, LogIns
from web.site.parts import Parts

logger = logging.getLogger(__name__)

# The only places a log-in leads to: an address from the outside never decides.
_AFTER_LOG_IN = {"home": "pages.home", "portfolio": "pages.portfolio"}
_WRONG = "That customer and password don't go together. The password is shown below the form."


def pages(parts: Parts, log_ins: LogIns, attempts: Attempts) -> Blueprint:
    site = Blueprint("pages", __name__)

    @site.get("/")
    def home() -> str:
        return render_template("home.html")

    @site.get("/login")
    def login() -> ResponseReturnValue:
        if log_ins.current() is not None:
            return redirect(url_for("pages.portfolio"))
        return _log_in_page(parts)

    @site.post("/login")
    def log_in() -> ResponseReturnValue:
        address = request.remote_addr or "unknown"
        wait = attempts.begin(address)
        if wait:
            response = _log_in_page(parts, f"Too many wrong attempts. Try again in {_minutes(wait)}.", 429)
            response.headers["Retry-After"] = str(wait)
            return response
        customer_id = request.form.get("customer", "").strip()
        right = hmac.compare_digest(request.form.get("password", "").encode(), parts.password.reveal().encode())
        if not right or parts.repository.customer(customer_id) is None:
            return _log_in_page(parts, _WRONG, 422)
        attempts.succeeded(address)
        _log_out(parts, log_ins)
        log_ins.begin(customer_id)
        return redirect(url_for(_AFTER_LOG_IN.get(request.form.get("next", ""), "pages.portfolio")), 303)

    @site.get("/portfolio")
    def portfolio() -> ResponseReturnValue:
        log_in = log_ins.current()
        if log_in is None:
            return redirect(url_for("pages.login", next="portfolio"))
        glance = glance_at(log_in.customer_id, parts.repository, today=parts.today())
        if glance is None:  # a portfolio loaded since the log-in left this customer out
            _log_out(parts, log_ins)
            return redirect(url_for("pages.login"))
        return render_template("portfolio.html", glance=glance)

    @site.post("/logout")
    def logout() -> ResponseReturnValue:
        _log_out(parts, log_ins)
        return redirect(url_for("pages.home"), 303)

    return site


def _log_in_page(parts: Parts, problem: str | None = None, status: int = 200) -> Response:
    try:
        people = parts.people()
    except DataUnavailable:
        people = ()  # the page then asks for the customer's number
    return make_response(
        render_template(
            "login.html",
            people=people,
            chosen=request.form.get("customer", ""),
            next=request.values.get("next", ""),
            password=parts.password.reveal(),
            problem=problem,
        ),
        status,
    )


def _log_out(parts: Parts, log_ins: LogIns) -> None:
    """Ends the session here first; whatever becomes of the chat's, nobody can make a token from this one any more."""
    ended: LogIn | None = log_ins.end()
    if ended is not None:
        parts.end_chat(parts.sign(customer_id=ended.customer_id, session=ended.chat))


def _minutes(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return "a minute" if minutes == 1 else f"{minutes} minutes"
