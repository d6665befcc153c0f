"""The keys that sign Google's ID tokens, made anew in each process."""

import datetime
import functools
from typing import NamedTuple

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from standin.wire import JSON


class SigningKey(NamedTuple):
    kid: str
    private: rsa.RSAPrivateKey
    certificate: str

    def sign(self, claims: JSON, kid: str | None = None) -> str:
        headers = {"kid": kid or self.kid}
        return jwt.encode(claims, self.private, algorithm="RS256", headers=headers)


@functools.cache
def signing_key(name: str = "published") -> SigningKey:
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"stand-in {name}")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30))
        .sign(private, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM).decode()
    return SigningKey(certificate.fingerprint(hashes.SHA256()).hex()[:40], private, pem)


def certificates() -> dict[str, str]:
    """PEM certificates by key id, the form of Google's /oauth2/v1/certs."""
    key = signing_key()
    return {key.kid: key.certificate}


def unsigned(claims: JSON) -> str:
    return jwt.encode(claims, "", algorithm="none", headers={"kid": signing_key().kid})


def signed_with_public_key(claims: JSON) -> str:
    """HS256 keyed with the published certificate: works on a verifier that trusts `alg`."""
    key = signing_key()
    head, body, _ = jwt.encode(claims, "x" * 32, algorithm="HS256", headers={"kid": key.kid}).split(".")
    algorithm = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    signature = algorithm.sign(f"{head}.{body}".encode(), key.certificate.encode())
    return f"{head}.{body}.{jwt.utils.base64url_encode(signature).decode()}"
