"""A provider of OpenID Connect on loopback: real keys, RS256, PKCE checked; it can be told to misbehave."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "touchstone", "shared for a test"


def plain(number: int) -> str:
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@dataclass
class Provider:
    """What it says of whoever comes, and how it signs."""

    subject: str = "subject-1"
    claims: dict[str, Any] = field(default_factory=dict)
    sign_as: str = "RS256"
    key: Any = field(default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048))
    signing_key: Any = None  # another one, where it misbehaves
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    server: Any = None

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def start(self) -> None:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *words: object) -> None:
                """Nothing."""

            def do_GET(self) -> None:
                place = urlsplit(self.path).path
                answer = {"/.well-known/openid-configuration": provider.about, "/jwks": provider.keys}.get(place)
                self.tell(answer() if answer else {}, 200 if answer else 404)

            def do_POST(self) -> None:
                body = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                answer = provider.token({name: values[0] for name, values in body.items()}, self.headers)
                self.tell(answer, 200 if "id_token" in answer else 400)

            def tell(self, answer: dict[str, Any], status: int) -> None:
                text = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def about(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self) -> dict[str, Any]:
        public = self.key.public_key().public_numbers()
        key = {"kty": "RSA", "kid": "1", "use": "sig", "alg": "RS256", "n": plain(public.n), "e": plain(public.e)}
        return {"keys": [key]}

    def come_back(self, location: str) -> str:
        """What somebody's browser does at the provider: signs in there, and is sent back. Gives the way back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        self.asked.append(asked)
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(12)
        self.codes[code] = asked
        back = urlsplit(asked["redirect_uri"])
        return f"{back.path}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, body: dict[str, str], headers: Any) -> dict[str, Any]:
        """The tokens for a code, once, to whoever knows the verifier and the secret."""
        asked = self.codes.pop(body.get("code", ""), None)
        digest = hashlib.sha256(body.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or challenge != asked["code_challenge"]:
            return {"error": "invalid_grant"}
        if (body.get("client_id"), body.get("client_secret")) != (CLIENT, SECRET):
            return {"error": "invalid_client"}
        now = int(time.time())
        told = {"iss": self.issuer, "sub": self.subject, "aud": CLIENT, "iat": now, "exp": now + 300, **self.claims}
        key = self.signing_key or self.key
        if self.sign_as == "none":
            token = jwt.encode(told, "", algorithm="none", headers={"kid": "1"})
        elif self.sign_as == "HS256":
            token = jwt.encode(told, "a secret that both know, long enough", algorithm="HS256", headers={"kid": "1"})
        else:
            token = jwt.encode(told, key, algorithm=self.sign_as, headers={"kid": "1"})
        return {"access_token": "opaque", "token_type": "Bearer", "expires_in": 300, "id_token": token}
