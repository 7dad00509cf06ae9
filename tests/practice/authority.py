# SPDX-License-Identifier: GPL-3.0-or-later
"""The practice network's own certificate authority: a root, an intermediate, and one leaf per host, good or bad (RFC 5280,
RFC 9525)."""

import datetime
import hashlib
import warnings
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from leaf import Leaf

warnings.filterwarnings("ignore", "SHA1 signatures")  # one of the bad ones is for that
DAY = datetime.timedelta(days=1)
PEM, DER = serialization.Encoding.PEM, serialization.Encoding.DER
ON_DNS_SRV, ON_XMPP_ADDR = x509.ObjectIdentifier("1.3.6.1.5.5.7.8.7"), x509.ObjectIdentifier("1.3.6.1.5.5.7.8.5")
IA5_STRING, UTF8_STRING = 0x16, 0x0c
PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _other_name(kind: x509.ObjectIdentifier, tag: int, text: str) -> x509.OtherName:
    return x509.OtherName(kind, bytes([tag, len(text)]) + text.encode())


def _write(path: Path, content: bytes, mode: int) -> None:
    path.touch(mode=mode)
    path.write_bytes(content)


def _alternative_names(host: str, leaf: Leaf) -> list[x509.GeneralName]:
    names: list[x509.GeneralName] = [x509.DNSName(name) for name in ((host,) if leaf.names is None else leaf.names)]
    names += [_other_name(ON_DNS_SRV, IA5_STRING, f"_{service}.{host}") for service in leaf.srv_names]
    if leaf.xmpp_addr:
        names.append(_other_name(ON_XMPP_ADDR, UTF8_STRING, host))
    return names


class Authority:
    """Issues certificates whose dates are relative to now, so that nothing here ever grows old."""

    def __init__(self) -> None:
        self.now = datetime.datetime.utcnow()
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = _name("Gangway practice network")
        self.root = self._sign_authority(self.name, self.key)
        self.intermediate_key = ec.generate_private_key(ec.SECP256R1())
        self.intermediate_name = _name("Gangway practice network, intermediate")
        self.intermediate = self._sign_authority(self.intermediate_name, self.intermediate_key)

    def _sign_authority(self, name: x509.Name, key: PrivateKey) -> x509.Certificate:
        usage = x509.KeyUsage(key_cert_sign=True, crl_sign=True, digital_signature=False, content_commitment=False,
                              key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False,
                              decipher_only=False)
        return (
            self._builder(name, key, first=-1, last=365)
            .issuer_name(self.name)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .sign(self.key, hashes.SHA256())
        )

    def _builder(self, subject: x509.Name, key: PrivateKey, first: int, last: int) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self.now + first * DAY)
            .not_valid_after(self.now + last * DAY)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        )

    def write_root(self, path: Path) -> None:
        _write(path, self.root.public_bytes(PEM), 0o644)

    def issue(self, folder: Path, host: str, leaf: Leaf = Leaf()) -> str:
        """Writes HOST.crt and HOST.key. Returns the SHA-256 of the public key, as TLSA 3 1 1 has it (RFC 6698)."""
        key = rsa.generate_private_key(65537, leaf.rsa_bits) if leaf.rsa_bits else ec.generate_private_key(ec.SECP256R1())
        subject = _name(leaf.names[0] if leaf.names else host)
        issuer, issuer_key = ((subject, key) if leaf.self_signed
                              else (self.intermediate_name, self.intermediate_key) if leaf.below_intermediate
                              else (self.name, self.key))
        builder = (
            self._builder(subject, key, leaf.first, leaf.last)
            .issuer_name(issuer)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        )
        if names := _alternative_names(host, leaf):
            builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
        chain = [builder.sign(issuer_key, hashes.SHA1() if leaf.by_sha1 else hashes.SHA256())]
        if leaf.below_intermediate and leaf.with_chain:
            chain.append(self.intermediate)
        _write(folder / f"{host}.crt", b"".join(certificate.public_bytes(PEM) for certificate in chain), 0o644)
        _write(folder / f"{host}.key", key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
               0o600)
        return hashlib.sha256(key.public_key().public_bytes(DER, serialization.PublicFormat.SubjectPublicKeyInfo)).hexdigest()
