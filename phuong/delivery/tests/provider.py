"""A provider of OpenID Connect: a real HTTP server on this machine that signs real tokens.

It is as strict as a good one: the code is good once, for one client and one address, and PKCE is
checked. What it says in its tokens the test may change by `lies`.
"""

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "phuong", "mot-bi-mat-dai-cua-hai-ben"


class Provider:
    """What it knows, and what it was asked."""

    def __init__(self, now):
        self.now = now
        self.key = RSAKey.generate_key(2048, parameters={"kid": "1", "use": "sig"})
        self.login, self.lies, self.claims = "mai", {}, {}
        self.codes = {}
        self.sign_with = self.key
        self.header = {"alg": "RS256", "kid": "1"}
        self.named = ""
        self.issuer = ""
        self.broken = False
        self.methods = ["client_secret_basic"]

    def authorise(self, address):
        """Answer a browser that was sent here: somebody logs in, and goes back with a code."""
        asked = {name: each[0] for name, each in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert asked["client_id"] == CLIENT
        code = hashlib.sha256(address.encode()).hexdigest()
        self.codes[code] = asked
        back = urlencode({"code": code, "state": asked["state"]})
        return f"{asked['redirect_uri']}?{back}"

    def token(self, headers, form):
        """Give a token for a code, once."""
        if "client_secret_basic" in self.methods:
            basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
            known = headers.get("Authorization") == f"Basic {basic}"
        else:
            known = (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)
        asked = self.codes.pop(form.get("code"), None)
        proof = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).decode().rstrip("=")
        if not known or asked is None or asked["code_challenge"] != challenge:
            return 400, {"error": "invalid_grant"}
        if asked["redirect_uri"] != form.get("redirect_uri"):
            return 400, {"error": "invalid_grant"}
        at = int(self.now().timestamp())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "248289761001",
            "iat": at,
            "exp": at + 300,
            "nonce": asked["nonce"],
            "preferred_username": self.login,
            **self.claims,
        }
        claims |= self.lies
        claims = {name: value for name, value in claims.items() if value is not None}
        text = jwt.encode(self.header, claims, self.sign_with, algorithms=["RS256", "HS256"])
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": text}

    def describe(self):
        """Say where everything is."""
        return {
            "issuer": self.named or self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorise",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": self.methods,
        }


@contextmanager
def running(now) -> Iterator[Provider]:
    """Run it on a free port of this machine."""
    provider = Provider(now)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            pages = {
                "/.well-known/openid-configuration": provider.describe,
                "/keys": lambda: {"keys": [provider.key.as_dict(private=False)]},
            }
            if provider.broken or self.path not in pages:
                self._answer(500, {})
            else:
                self._answer(200, pages[self.path]())

        def do_POST(self):
            length = int(self.headers["Content-Length"])
            given = parse_qs(self.rfile.read(length).decode())
            self._answer(*provider.token(self.headers, {k: v[0] for k, v in given.items()}))

        def _answer(self, status, body):
            text = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_args):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
