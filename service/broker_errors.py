"""Says in one line what is wrong between the service and its broker."""

import contextlib
from collections.abc import Iterator

from kafka.errors import AuthorizationError, KafkaError, KafkaTimeoutError

from service.broker import user, where
from service.errors import InfrastructureError
from service.settings import SecurityProtocol, Settings


@contextlib.contextmanager
def kafka_errors_told(settings: Settings) -> Iterator[None]:
    """Ask the broker whether it lets the service in; turn kafka-python's errors into plain ones.

    Raises: InfrastructureError: the broker can't be reached or refuses.
    """
    if settings.security_protocol is not SecurityProtocol.PLAINTEXT:
        # It takes a sixth of a second to import.
        from service.login import require_login

        require_login(settings)
    try:
        yield
    except KafkaError as error:
        raise InfrastructureError(_trouble(settings, error)) from error


def _trouble(settings: Settings, error: KafkaError) -> str:
    """One line about a broker that can't be reached or refuses."""
    broker = where(settings)
    if isinstance(error, KafkaTimeoutError):
        # The same for a wrong address and a wrong protocol.
        return (
            f"{broker} does not answer to {settings.security_protocol}: check that it is up, the"
            " address, and QUOTESIEVE_SECURITY_PROTOCOL"
        )
    if isinstance(error, AuthorizationError):
        lacking = f"does not give `{user(settings)}` the right to do this ({type(error).__name__})"
        return f"{broker} {lacking}"
    return f"{broker} can't be used: {type(error).__name__}: {error}"
