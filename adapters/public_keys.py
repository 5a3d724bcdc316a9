"""Which public keys tokens may be checked with, and the algorithm that goes with each."""

from __future__ import annotations

from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import load_pem_public_key

LEAST_RSA_BITS = 2048


class UnusableKey(Exception):
    """The sentence says what to do, and nothing of the key."""


def read_public_key(pem: str) -> tuple[Any, str]:
    """The key of a PEM text, and the algorithm of the tokens that it checks: RS256, ES256 or EdDSA.

    Raises:
        UnusableKey: it is no public key, or one of another kind.
    """
    try:
        key = load_pem_public_key(pem.encode())
    except Exception as error:  # cryptography raises many kinds
        raise UnusableKey("it is no PEM public key; use RSA, EC P-256 or Ed25519") from error
    if isinstance(key, rsa.RSAPublicKey) and key.key_size >= LEAST_RSA_BITS:
        return key, "RS256"
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1):
        return key, "ES256"
    if isinstance(key, ed25519.Ed25519PublicKey):
        return key, "EdDSA"
    raise UnusableKey("use RSA of 2,048 bits or more, EC P-256 or Ed25519")
