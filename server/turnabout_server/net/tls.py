"""Certificates: the operator's, read again when they change, or one that is made here."""

import base64
import datetime
import ipaddress
import logging
import ssl
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from turnabout_machine.files import NotPlain, read, write
from turnabout_server.errors import ServerError

VALID: Final = datetime.timedelta(days=365)
RENEW: Final = datetime.timedelta(days=30)
"""A certificate that ends sooner than this is made again."""

LARGEST: Final = 1024 * 1024
"""Largest file of a certificate with its chain, or of a key, in bytes."""

_log = logging.getLogger(__name__)


def context(cert: Path, key: Path) -> ssl.SSLContext:
    """Return what serves `cert`. A changed file is used from the next connection on.

    Raises ServerError.
    """
    first = _load(cert, key)
    stamp = _stamp(cert, key)

    def fresh(connection: ssl.SSLObject, name: str | None, asked: ssl.SSLContext) -> int | None:
        nonlocal first, stamp
        if (now := _stamp(cert, key)) != stamp:
            stamp = now
            try:
                first = _load(cert, key)
            except ServerError as error:
                _log.error("%s The one from before is used.", error.sentence)
        connection.context = first
        return None

    outer = _load(cert, key)
    outer.sni_callback = fresh
    return outer


def pin(cert: Path) -> str:
    """Return the fingerprint that links carry: 128 bits of SHA-256, in base 32."""
    found = x509.load_pem_x509_certificate(cert.read_bytes())
    return base64.b32encode(found.fingerprint(hashes.SHA256())[:16]).decode().rstrip("=")


def self_signed(folder: Path, names: Iterable[str]) -> tuple[Path, Path]:
    """Return certificate and key files in `folder`, made anew unless those there are still good.

    Raises ServerError.
    """
    cert, key = folder / "certificate.pem", folder / "certificate.key"
    try:
        if not _good(cert, key):
            _make(cert, key, names)
    except OSError as error:
        raise ServerError(
            f"The certificate {cert} cannot be written ({error.strerror})."
            " Make room, or choose another folder with --data."
        ) from None
    return cert, key


def _good(cert: Path, key: Path) -> bool:
    try:
        found = x509.load_pem_x509_certificate(cert.read_bytes())
        _load(cert, key)
    except (OSError, ValueError, ServerError):
        return False
    return found.not_valid_after_utc - datetime.datetime.now(datetime.UTC) > RENEW


def _make(cert: Path, key: Path, names: Iterable[str]) -> None:
    secret = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Turnabout")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + VALID)
        .add_extension(
            x509.SubjectAlternativeName([_alternative(n) for n in ("localhost", *names)]),
            critical=False,
        )
        .sign(secret, hashes.SHA256())
    )
    write(
        key,
        secret.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
    )
    write(cert, made.public_bytes(serialization.Encoding.PEM))


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _load(cert: Path, key: Path) -> ssl.SSLContext:
    for file in (cert, key):
        try:
            read(file, most=LARGEST)
        except NotPlain:
            raise ServerError(
                f"The file {file} is no ordinary file, or too large for a certificate or a key."
                " Check --cert and --key."
            ) from None
        except OSError as error:
            raise ServerError(
                f"The file {file} cannot be read ({error.strerror}). Check --cert and --key."
            ) from None
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        # An encrypted key would be asked for at the terminal; a server has none.
        made.load_cert_chain(cert, key, password=lambda: "")
    except ssl.SSLError as error:
        if error.reason == "KEY_VALUES_MISMATCH":
            raise ServerError(
                f"The key {key} does not belong to the certificate {cert}. Check --cert and --key."
            ) from None
        raise ServerError(
            f"{cert} and {key} are not a certificate and its key in PEM form without a password."
            " Check --cert and --key."
        ) from None
    except (OSError, ValueError):
        raise ServerError(
            f"{cert} and {key} are not a certificate and its key. Check --cert and --key."
        ) from None
    return made


def _stamp(cert: Path, key: Path) -> tuple[int, ...]:
    try:
        return tuple(file.stat().st_mtime_ns for file in (cert, key))
    except OSError:
        return ()
