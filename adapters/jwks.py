"""The public keys that the advisor's site publishes (RFC 7517), fetched when needed and kept for a while.

An unknown key id makes them be fetched anew, so that the site may change keys at any time; not more often than every
30 s, so that made-up ids don't become load on the site. Keys that were fetched once stay good while the site is away.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import Any

import httpx
import jwt

log = logging.getLogger(__name__)

_KEPT = 300.0  # seconds
_BETWEEN_FETCHES = 30.0
_TIMEOUT = 5.0
_LARGEST = 256 * 1024  # bytes
_ALGORITHMS = {("RSA", None): "RS256", ("EC", "P-256"): "ES256", ("OKP", "Ed25519"): "EdDSA"}


class KeysUnreachable(Exception):
    """The keys could not be fetched, and none were before."""


class UnknownKey(Exception):
    """The site publishes no such key."""


class JwksKeys:
    """Blocking; for several threads."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._lock = threading.Lock()
        self._keys: dict[str | None, tuple[Any, str]] | None = None
        self._fetched = -_KEPT
        self._tried = -_BETWEEN_FETCHES

    def key(self, key_id: str | None) -> tuple[Any, str]:
        """The key with this id and its algorithm; without an id, the only key there is.

        Raises:
            UnknownKey, KeysUnreachable
        """
        with self._lock:
            now = time.monotonic()
            stale = now - self._fetched > _KEPT
            if (stale or self._found(key_id) is None) and now - self._tried > _BETWEEN_FETCHES:
                self._tried = now
                self._fetch(now)
            if self._keys is None:
                raise KeysUnreachable
            found = self._found(key_id)
        if found is None:
            raise UnknownKey
        return found

    def _found(self, key_id: str | None) -> tuple[Any, str] | None:
        keys = self._keys or {}
        if key_id is None:
            return next(iter(keys.values())) if len(keys) == 1 else None
        return keys.get(key_id)

    def _fetch(self, now: float) -> None:
        try:
            with httpx.stream("GET", self._url, timeout=_TIMEOUT, follow_redirects=False) as answer:
                answer.raise_for_status()
                body = b""
                for piece in answer.iter_bytes():
                    body += piece
                    if len(body) > _LARGEST:
                        raise ValueError("the answer is too large")
            self._keys, self._fetched = _usable(jwt.PyJWKSet.from_json(body.decode())), now
        except Exception as error:  # network, status, JSON, keys of no kind we know: all the same to a caller
            log.warning("the site's keys (FOLIO_TOKEN_JWKS_URL) could not be fetched: %s", type(error).__name__)


def _usable(published: jwt.PyJWKSet) -> dict[str | None, tuple[Any, str]]:
    keys: dict[str | None, tuple[Any, str]] = {}
    for key in published.keys:
        curve = key._jwk_data.get("crv") if key.key_type != "RSA" else None
        algorithm = _ALGORITHMS.get((key.key_type or "", curve))
        if algorithm is None or key.public_key_use not in (None, "sig"):
            continue  # an HMAC key in a public set would let anybody sign
        if algorithm == "RS256" and key.key.key_size < 2048:
            continue
        keys[key.key_id] = (key.key, algorithm)
    return keys
