"""Certificates and keys that are none."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)
from worker_support.certificates import Authority

from service.broker import tls_context
from service.errors import SettingsError
from service.settings import SecurityProtocol, Settings


def settings(**files: Path) -> Settings:
    return Settings(
        security_protocol=SecurityProtocol.SSL, **{name: str(file) for name, file in files.items()}
    )


def test_authorities_must_be_pem(tmp_path: Path) -> None:
    (tmp_path / "ca.der").write_bytes(b"\x30\x82")

    with pytest.raises(SettingsError, match=r"QUOTESIEVE_TLS_CA_FILE: `.*ca.der` holds no cert"):
        tls_context(settings(tls_ca_file=tmp_path / "ca.der"))


def test_own_certificate_needs_its_own_key(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    one, other = authority.issue("one").key_file, authority.issue("other").key_file

    with pytest.raises(SettingsError, match="are no certificate and its key in PEM: KEY_VALUES"):
        tls_context(settings(tls_cert_file=one, tls_key_file=other))


def test_key_with_a_password_is_told_and_nobody_is_asked_for_it(tmp_path: Path) -> None:
    certificate = Authority(tmp_path).issue("one").key_file
    key = load_pem_private_key(certificate.read_bytes(), password=None)
    locked = tmp_path / "locked.pem"
    locked.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"word"))
    )

    with pytest.raises(SettingsError, match=r"the key in `.*locked.pem` has a password: store it"):
        tls_context(settings(tls_cert_file=certificate, tls_key_file=locked))
