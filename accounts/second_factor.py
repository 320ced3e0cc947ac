"""Second factors: authenticator app, passkey, recovery codes. What the app shares with us is stored enciphered."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


class SecondFactors(DefaultMFAAdapter):
    """A copy of the database alone gives nobody a code: the key is the portal's secret, older ones still open."""

    def encrypt(self, text: str) -> str:
        return ciphers().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return ciphers().decrypt(encrypted_text.encode()).decode()


def ciphers() -> MultiFernet:
    """The cipher of the present secret first, then those of SECRET_KEY_FALLBACKS."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [urlsafe_b64encode(sha256(b"second factor " + secret.encode()).digest()) for secret in secrets]
    return MultiFernet([Fernet(key) for key in keys])
