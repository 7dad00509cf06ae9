# SPDX-License-Identifier: GPL-3.0-or-later
"""The practice network's own certificate authority: a root, and one leaf per host, good or bad (RFC 5280, RFC 9525)."""

import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

DAY = datetime.timedelta(days=1)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _write(path: Path, content: bytes, mode: int) -> None:
    path.touch(mode=mode)
    path.write_bytes(content)


class Authority:
    """Issues certificates whose dates are relative to now, so that nothing here ever grows old."""

    def __init__(self) -> None:
        self.now = datetime.datetime.utcnow()
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = _name("Gangway practice network")
        usage = x509.KeyUsage(key_cert_sign=True, crl_sign=True, digital_signature=False, content_commitment=False,
                              key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False,
                              decipher_only=False)
        self.root = (
            self._builder(self.name, self.key, first=-DAY, last=365 * DAY)
            .issuer_name(self.name)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .sign(self.key, hashes.SHA256())
        )

    def _builder(self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, first: datetime.timedelta,
                 last: datetime.timedelta) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self.now + first)
            .not_valid_after(self.now + last)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        )

    def write_root(self, path: Path) -> None:
        _write(path, self.root.public_bytes(serialization.Encoding.PEM), 0o644)

    def issue(self, folder: Path, host: str, *, names: list[str] | None = None, expired: bool = False,
              self_signed: bool = False) -> None:
        """Writes HOST.crt and HOST.key. `names` are the DNS names of the certificate: the host by default, none for []."""
        names = [host] if names is None else names
        key = ec.generate_private_key(ec.SECP256R1())
        subject = _name(host if host in names or not names else names[0])
        first, last = (-60 * DAY, -2 * DAY) if expired else (-DAY, 90 * DAY)
        builder = (
            self._builder(subject, key, first, last)
            .issuer_name(subject if self_signed else self.name)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        )
        if names:
            builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), critical=False)
        certificate = builder.sign(key if self_signed else self.key, hashes.SHA256())
        _write(folder / f"{host}.crt", certificate.public_bytes(serialization.Encoding.PEM), 0o644)
        _write(folder / f"{host}.key", key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                                         serialization.NoEncryption()), 0o600)
