"""What every response tells the browser to refuse."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Response


def security_headers(chat_server: str) -> Mapping[str, str]:
    """A policy without inline script, inline style or eval; scripts may speak to this site and to the chat only."""
    chat_socket = "ws" + chat_server.removeprefix("http")
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "connect-src": f"'self' {chat_server} {chat_socket}",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def adding(headers: Mapping[str, str]) -> Callable[[Response], Response]:
    """For `after_request`: these headers, and nothing kept by any cache unless the response says otherwise.

    A page that the browser kept would show a portfolio after the log-out.
    """

    def add(response: Response) -> Response:
        for name, value in headers.items():
            response.headers[name] = value
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return add
