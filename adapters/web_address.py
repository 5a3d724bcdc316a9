"""Which addresses a service may have: what is said over them is about customers' money."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine itself: localhost, 127.0.0.0/8 or ::1."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def problem_with(address: str, *, plain_http_anywhere: bool) -> str | None:
    """What to do about `address`, None where it is good.

    http:// is for this machine only, unless `plain_http_anywhere`: elsewhere, everybody on the way reads along.
    """
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port  # a port that is none raises
    except ValueError:
        return "it is not an address; use one such as https://portfolio.example.com/v1"
    if parts.scheme not in ("http", "https") or not host or not address.isascii() or any(map(str.isspace, address)):
        return "it is not an address; use one such as https://portfolio.example.com/v1"
    if parts.username is not None or parts.password is not None:
        return "it holds a user or password; give a token in the setting of its own"
    if parts.query or parts.fragment or address.endswith(("?", "#")):
        return "it goes on after the path; leave out what begins with ? or #"
    if parts.scheme == "http" and not plain_http_anywhere and not is_loopback(host):
        return "http:// is for this machine only; use https://"
    return None
