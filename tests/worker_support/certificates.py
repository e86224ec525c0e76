"""An authority of the tests' own, and certificates that it signs."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from local_kafka import Tls


class Authority:
    """Signs certificates; its files lie in a folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._ca = trustme.CA()
        self.ca_file = folder / "ca.pem"
        self._ca.cert_pem.write_to_path(self.ca_file)

    def issue(
        self, identity: str = "127.0.0.1", *, days_left: int = 1, clients_too: bool = False
    ) -> Tls:
        """Sign a certificate for an address or a user, and write it after its key.

        Args: days_left: until it ends; below 0 it has ended.
        """
        ends = datetime.now(UTC) + timedelta(days=days_left)
        leaf = self._ca.issue_cert(
            identity, common_name=identity, not_before=ends - timedelta(days=9), not_after=ends
        )
        key = load_pem_private_key(leaf.private_key_pem.bytes(), password=None)
        # Kafka reads keys in this form alone.
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        chain = b"".join(blob.bytes() for blob in leaf.cert_chain_pems)
        path = self._folder / f"{identity}{days_left:+}.pem"
        path.write_bytes(pem + chain)
        return Tls(key_file=path, ca_file=self.ca_file, clients_too=clients_too)
