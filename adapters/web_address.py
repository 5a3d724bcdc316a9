"""Which addresses a service may have: what is said over them is about customers' money."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

_USUAL_PORTS = {"http": 80, "https": 443}


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine itself: localhost, 127.0.0.0/8 or ::1."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def same_origin(origin: str) -> str:
    """`origin` as browsers send it: in small letters, and without a port where that is its scheme's own.

    What is no origin comes back in small letters.
    """
    origin = origin.lower()
    try:
        parts = urlsplit(origin)
        port = parts.port
    except ValueError:
        return origin
    is_usual = port == _USUAL_PORTS.get(parts.scheme) if port is not None else parts.netloc.endswith(":")
    if not is_usual or origin != f"{parts.scheme}://{parts.netloc}":
        return origin
    return f"{parts.scheme}://{parts.netloc.rpartition(':')[0]}"


def problem_with(
    address: str,
    *,
    plain_http_anywhere: bool,
    query: bool = False,
    example: str = "https://portfolio.example.com/v1",
) -> str | None:
    """What to do about `address`, None where it is good; the sentence names an `example`.

    http:// is for this machine only, unless `plain_http_anywhere`: elsewhere, everybody on the way reads along. With
    `query`, the path may be followed by one.
    """
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port  # a port that is none raises
    except ValueError:
        return f"it is not an address; use one such as {example}"
    if parts.scheme not in ("http", "https") or not host or not address.isascii() or any(map(str.isspace, address)):
        return f"it is not an address; use one such as {example}"
    if parts.username is not None or parts.password is not None:
        return "it holds a user or password; give a token in the setting of its own"
    if "#" in address:
        return "it goes on after the path; leave out what begins with #"
    if "?" in address and not query:
        return "it goes on after the path; leave out what begins with ?"
    if parts.scheme == "http" and not plain_http_anywhere and not is_loopback(host):
        return "http:// is for this machine only; use https://"
    return None
