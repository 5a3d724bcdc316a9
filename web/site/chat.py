"""`/chat/token`: how the chat in the page proves to the channel who is there."""

from __future__ import annotations

import hashlib
import hmac

from flask import Blueprint, Response, jsonify, request

from web.site.log_ins import LogIns, visitor_id
from web.site.parts import TOKEN_LIFE, Parts


def chat_tokens(parts: Parts, log_ins: LogIns) -> Blueprint:
    chat = Blueprint("chat", __name__)

    @chat.route("/chat/token", methods=["GET", "POST"])
    def token() -> tuple[Response, int]:
        """A token of ten minutes; `identity` changes with the person, and says nothing else.

        Needs no CSRF token: it changes nothing but the asker's own visitor id, and the answer can be read only by
        scripts of this origin. Other sites' requests are refused all the same.
        """
        if not _same_origin():
            return _problem(403, "Forbidden", "Chat tokens are for pages of this site.")
        log_in = log_ins.current()
        if log_in is not None:
            signed = parts.sign(customer_id=log_in.customer_id, session=log_in.chat)
            identity = f"customer {log_in.customer_id}"
        elif parts.visitors:
            visitor = visitor_id()
            signed = parts.sign(visitor_id=visitor)
            identity = f"visitor {visitor}"
        else:
            return _problem(401, "Unauthorized", "Log in to chat.")
        opaque = hmac.new(parts.secret.reveal().encode(), identity.encode(), hashlib.sha256).hexdigest()[:32]
        return jsonify(token=signed, expires_in=int(TOKEN_LIFE.total_seconds()), identity=opaque), 200

    return chat


def _same_origin() -> bool:
    """As far as the browser says; `none` is somebody who typed the address."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin", request.host_url.rstrip("/"))
    return site in ("same-origin", "none") and origin == request.host_url.rstrip("/")


def _problem(status: int, title: str, detail: str) -> tuple[Response, int]:
    response = jsonify(title=title, status=status, detail=detail)
    response.mimetype = "application/problem+json"
    return response, status
