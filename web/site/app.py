"""The site put together. Importing connects to nothing; `create_site` neither."""

from __future__ import annotations

from flask import Flask
from flask_wtf.csrf import CSRFProtect  # type: ignore[import-untyped]

from adapters.settings import Settings, SettingsError
from web.site.attempts import Attempts
from web.site.chat import chat_tokens
from web.site.faults import say_faults
from web.site.files import ENTRY, widget_files
from web.site.headers import adding, security_headers
from web.site.log_ins import LogIns, visitor_id
from web.site.pages import pages
from web.site.parts import Parts
from web.site.real_parts import real_parts

CHAT_SERVER = "http://localhost:5005"
_MOST_BYTES = 16 * 1024  # of a form


def create_site(settings: Settings, *, chat_server: str = CHAT_SERVER, parts: Parts | None = None) -> Flask:
    """The demo site as a WSGI application; `parts` stand in for what `settings` would open.

    Raises `SettingsError` outside the demo: the site knows no customer's real password.
    """
    if settings.env != "demo":
        raise SettingsError(["FOLIO_ENV: the demo site lets anybody log in as anybody, so it runs only with demo"])
    parts = parts or real_parts(settings, chat_server=chat_server)
    site = Flask(__name__)
    site.config.update(
        SECRET_KEY=parts.secret.reveal(),
        SESSION_COOKIE_NAME="folio_demo",  # cookies don't heed ports: another site on localhost may be using "session"
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=_MOST_BYTES,
        TRUSTED_HOSTS=list(parts.hosts),  # else a foreign name made to point here could read pages
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session lives
    )
    log_ins = LogIns(parts.clock)
    protection = CSRFProtect(site)
    chat = chat_tokens(parts, log_ins)
    protection.exempt(chat)
    for blueprint in (pages(parts, log_ins, Attempts(parts.clock)), chat, widget_files(parts.widget)):
        site.register_blueprint(blueprint)
    say_faults(site, log_ins)
    site.after_request(adding(security_headers(parts.chat_server)))
    site.jinja_env.trim_blocks = site.jinja_env.lstrip_blocks = True

    @site.get("/health")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    @site.context_processor
    def page_values() -> dict[str, object]:
        logged_in = log_ins.current() is not None
        if parts.visitors and not logged_in:
            visitor_id()  # comes with the page: its chat's first request must not race a log-in for the cookie
        return {"logged_in": logged_in, "chat_server": parts.chat_server, "widget_file": ENTRY}

    return site
