"""Secrets that have to be read again (a TOTP secret), encrypted at rest with a key of their own
that is derived from SECRET_KEY (HKDF, RFC 5869). A copy of the database alone does not open them.
"""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class SealBroken(Exception):
    """It was sealed with another SECRET_KEY (SECRET_KEY_FALLBACKS may name the one before)."""


def seal(text: str, purpose: str) -> str:
    """The text encrypted; only the same `purpose` opens it."""
    return _box(purpose, _secrets()).encrypt(text.encode()).decode()


def unseal(sealed: str, purpose: str) -> str:
    """Raises `SealBroken`."""
    try:
        return _box(purpose, _secrets()).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise SealBroken(purpose) from None


def _secrets() -> tuple[str, ...]:
    return (str(settings.SECRET_KEY), *map(str, settings.SECRET_KEY_FALLBACKS))


@lru_cache(maxsize=8)
def _box(purpose: str, secrets: tuple[str, ...]) -> MultiFernet:
    return MultiFernet(
        [
            Fernet(
                base64.urlsafe_b64encode(
                    HKDF(SHA256(), 32, salt=None, info=f"hub sealing {purpose}".encode()).derive(
                        secret.encode()
                    )
                )
            )
            for secret in secrets
        ]
    )
