"""How the broker is spoken to, and what is said when it won't be.

The clients retry whatever goes wrong until their time is up, a wrong password too. So a broker that
wants a name or a certificate is asked once before they begin, and its word on these is final.
"""

import asyncio
import contextlib
import ssl
from collections.abc import Iterator
from typing import Any

from aiokafka.conn import AIOKafkaConnection
from aiokafka.errors import KafkaError as AiokafkaError
from aiokafka.errors import SaslAuthenticationFailed, UnsupportedSaslMechanismError
from kafka.errors import AuthorizationError, KafkaError, KafkaTimeoutError

from service.errors import InfrastructureError, SettingsError
from service.settings import SaslMechanism, SecurityProtocol, Settings, host_port

# How long a command waits for a broker that does not answer.
_BOOTSTRAP_TIMEOUT_MS = 10_000

# One that is up answers within milliseconds; what is slower is left to the clients' patience.
_ASK_SECONDS = 5.0

# A connection that was never made does not tell that it is closed.
_CLOSE_SECONDS = 0.5

# OpenSSL's numbers of what can be wrong with a certificate (x509_vfy.h), and what helps; nothing of
# these: its authority is not trusted.
_CERTIFICATE_ADVICE = {
    9: "it is not valid yet: check this machine's clock",
    10: "renew it on the broker, or check this machine's clock",
    62: "give a name that it has in QUOTESIEVE_BOOTSTRAP_SERVERS",
    64: "give an address that it has in QUOTESIEVE_BOOTSTRAP_SERVERS",
}
_AUTHORITY_ADVICE = "name the PEM file of the authority that signed it in QUOTESIEVE_TLS_CA_FILE"


def client_config(settings: Settings) -> dict[str, Any]:
    """What every kafka-python client of the service is given."""
    config: dict[str, Any] = {
        "bootstrap_servers": settings.servers,
        "client_id": "quotesieve",
        "security_protocol": settings.security_protocol.value,
        "ssl_context": tls_context(settings),
        "bootstrap_timeout_ms": _BOOTSTRAP_TIMEOUT_MS,
    }
    if settings.uses_sasl:
        config |= _login(settings)
    return config


def tls_context(settings: Settings) -> ssl.SSLContext | None:
    """Whom to trust, and the service's own certificate; None without TLS.

    Raises: SettingsError: a file holds something else.
    """
    if settings.security_protocol not in (SecurityProtocol.SSL, SecurityProtocol.SASL_SSL):
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


def _login(settings: Settings) -> dict[str, str]:
    assert settings.sasl_username is not None
    assert settings.sasl_password is not None
    return {
        "sasl_mechanism": SaslMechanism(settings.sasl_mechanism).value,
        "sasl_plain_username": settings.sasl_username,
        "sasl_plain_password": settings.sasl_password.reveal(),
    }


@contextlib.contextmanager
def kafka_errors_told(settings: Settings) -> Iterator[None]:
    """Ask the broker whether it lets the service in; turn kafka-python's errors into plain ones.

    Raises: InfrastructureError: the broker can't be reached or refuses.
    """
    if settings.security_protocol is not SecurityProtocol.PLAINTEXT:
        asyncio.run(_ask_each(settings))
    try:
        yield
    except KafkaError as error:
        raise InfrastructureError(_trouble(settings, error)) from error


async def _ask_each(settings: Settings) -> None:
    """Ask the servers in turn until one says yes or no; silence is neither.

    Raises: InfrastructureError
    """
    for server in settings.servers:
        try:
            async with asyncio.timeout(_ASK_SECONDS):
                await _ask(settings, server)
        except (ssl.SSLEOFError, ssl.SSLZeroReturnError):
            # It went away meanwhile.
            continue
        except (ssl.SSLError, SaslAuthenticationFailed, UnsupportedSaslMechanismError) as error:
            raise InfrastructureError(f"{_where(settings)} {_refusal(settings, error)}") from error
        except (OSError, AiokafkaError):
            continue
        return


async def _ask(settings: Settings, server: str) -> None:
    """Connect, log in, and go.

    Raises: OSError, AiokafkaError
    """
    host, port = host_port("QUOTESIEVE_BOOTSTRAP_SERVERS", server)
    connection = AIOKafkaConnection(
        host,
        port,
        client_id="quotesieve",
        security_protocol=settings.security_protocol.value,
        ssl_context=tls_context(settings),
        **(_login(settings) if settings.uses_sasl else {}),
    )
    try:
        await connection.connect()
    except AiokafkaError as error:
        # With TLS 1.3 the broker looks at a client's certificate after the handshake.
        if isinstance(error.__cause__, ssl.SSLError):
            raise error.__cause__ from error
        raise
    finally:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(connection.close(), _CLOSE_SECONDS)


def _where(settings: Settings) -> str:
    return f"Kafka at {settings.bootstrap_servers} (QUOTESIEVE_BOOTSTRAP_SERVERS)"


def _refusal(settings: Settings, error: Exception) -> str:
    """What went wrong between broker and service, and what to change."""
    if isinstance(error, UnsupportedSaslMechanismError):
        return (
            f"does not take {settings.sasl_mechanism}: set QUOTESIEVE_SASL_MECHANISM to one that it"
            " does"
        )
    if isinstance(error, SaslAuthenticationFailed):
        return (
            f"does not let `{settings.sasl_username}` in: check QUOTESIEVE_SASL_USERNAME,"
            " QUOTESIEVE_SASL_PASSWORD (or _FILE) and QUOTESIEVE_SASL_MECHANISM"
        )
    if isinstance(error, ssl.SSLCertVerificationError):
        advice = _CERTIFICATE_ADVICE.get(error.verify_code, _AUTHORITY_ADVICE)
        return f"shows a certificate that can't be trusted ({error.verify_message}): {advice}"
    reason = str(getattr(error, "reason", None) or error).lower().replace("_", " ")
    return (
        f"and the service do not agree on TLS ({reason}): check QUOTESIEVE_SECURITY_PROTOCOL,"
        " _TLS_CERT_FILE and _TLS_KEY_FILE"
    )


def _trouble(settings: Settings, error: KafkaError) -> str:
    """One line about a broker that can't be reached or refuses."""
    where = _where(settings)
    if isinstance(error, KafkaTimeoutError):
        # The same for a wrong address and a wrong protocol.
        return (
            f"{where} does not answer to {settings.security_protocol}: check that it is up, the"
            " address, and QUOTESIEVE_SECURITY_PROTOCOL"
        )
    if isinstance(error, AuthorizationError):
        who = settings.sasl_username or "the service"
        return f"{where} does not give `{who}` the right to do this ({type(error).__name__})"
    return f"{where} can't be used: {type(error).__name__}: {error}"
