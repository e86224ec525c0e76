"""Asks a broker once whether it lets the service in.

The clients retry whatever goes wrong until their time is up, a wrong password too. A broker's word
on a login or a certificate is final.
"""

import asyncio
import contextlib
import ssl
from functools import cache

from aiokafka.conn import AIOKafkaConnection
from aiokafka.errors import KafkaError, SaslAuthenticationFailed, UnsupportedSaslMechanismError

from service.broker import sasl_config, tls_context, where
from service.errors import InfrastructureError
from service.settings import Settings, host_port

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


# A command speaks to the broker several times; a yes holds for all of them.
@cache
def require_login(settings: Settings) -> None:
    """See that the broker lets the service in; silence is no refusal.

    Raises: InfrastructureError: says what to change.
    """
    asyncio.run(_ask_each(settings))


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
            raise InfrastructureError(f"{where(settings)} {_refusal(settings, error)}") from error
        except (OSError, KafkaError):
            continue
        return


async def _ask(settings: Settings, server: str) -> None:
    """Connect, log in, and go.

    Raises: OSError, KafkaError
    """
    host, port = host_port("QUOTESIEVE_BOOTSTRAP_SERVERS", server)
    connection = AIOKafkaConnection(
        host,
        port,
        client_id="quotesieve",
        security_protocol=settings.security_protocol.value,
        ssl_context=tls_context(settings),
        **sasl_config(settings),
    )
    try:
        await connection.connect()
    except KafkaError as error:
        # With TLS 1.3 the broker looks at a client's certificate after the handshake.
        if isinstance(error.__cause__, ssl.SSLError):
            raise error.__cause__ from error
        raise
    finally:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(connection.close(), _CLOSE_SECONDS)


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
