"""How the broker is spoken to: addresses, certificates, login."""

import ssl
from typing import Any

from service.errors import SettingsError
from service.settings import SaslMechanism, Settings

# How long a command waits for a broker that does not answer.
_BOOTSTRAP_TIMEOUT_MS = 10_000


def client_config(settings: Settings) -> dict[str, Any]:
    """What every kafka-python client of the service is given."""
    config: dict[str, Any] = {
        "bootstrap_servers": settings.servers,
        "client_id": "quotesieve",
        "security_protocol": settings.security_protocol.value,
        "ssl_context": tls_context(settings),
        "bootstrap_timeout_ms": _BOOTSTRAP_TIMEOUT_MS,
    }
    return config | sasl_config(settings)


def tls_context(settings: Settings) -> ssl.SSLContext | None:
    """Whom to trust, and the service's own certificate; None without TLS.

    Raises: SettingsError: a file holds something else.
    """
    if not settings.uses_tls:
        return None
    try:
        context = ssl.create_default_context(cafile=settings.tls_ca_file)
    except ssl.SSLError as error:
        raise SettingsError(
            f"QUOTESIEVE_TLS_CA_FILE: `{settings.tls_ca_file}` holds no certificate in PEM:"
            f" {error.reason}"
        ) from error
    if settings.tls_cert_file is not None:
        _load_own_certificate(context, settings)
    return context


def _load_own_certificate(context: ssl.SSLContext, settings: Settings) -> None:
    def no_password() -> str:
        # Without it the library would ask for one on the terminal.
        raise SettingsError(
            f"QUOTESIEVE_TLS_KEY_FILE: the key in `{settings.tls_key_file}` has a password: store"
            " it without one"
        )

    assert settings.tls_cert_file is not None
    try:
        context.load_cert_chain(settings.tls_cert_file, settings.tls_key_file, no_password)
    except ssl.SSLError as error:
        raise SettingsError(
            f"QUOTESIEVE_TLS_CERT_FILE and QUOTESIEVE_TLS_KEY_FILE: `{settings.tls_cert_file}` and"
            f" `{settings.tls_key_file}` are no certificate and its key in PEM: {error.reason}"
        ) from error


def sasl_config(settings: Settings) -> dict[str, str]:
    """The part of a client's configuration that says who it is; kafka-python's and aiokafka's."""
    if not settings.uses_sasl:
        return {}
    assert settings.sasl_username is not None
    assert settings.sasl_password is not None
    return {
        "sasl_mechanism": SaslMechanism(settings.sasl_mechanism).value,
        "sasl_plain_username": settings.sasl_username,
        "sasl_plain_password": settings.sasl_password.reveal(),
    }


def where(settings: Settings) -> str:
    """How messages name the broker."""
    return f"Kafka at {settings.bootstrap_servers} (QUOTESIEVE_BOOTSTRAP_SERVERS)"


def user(settings: Settings) -> str:
    """How messages name who speaks to the broker."""
    return settings.sasl_username or "the service"
