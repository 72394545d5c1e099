"""Logging in by another house: OpenID Connect, code flow with PKCE, every answer checked.

The settings name one provider. What it is asked for is fetched at each log-in, so that a key it
changed is known at once. Tokens are looked at here and kept nowhere.
"""

import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from django.conf import settings
from django.utils.crypto import constant_time_compare, get_random_string
from django.utils.translation import gettext
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from phuong.kernel.errors import RuleBroken
from phuong.kernel.errors import gettext_noop as _

log = logging.getLogger(__name__)
WELL_KNOWN: Final = "/.well-known/openid-configuration"
# Signatures by a key that the provider alone holds; never by the shared secret, never none.
ALGORITHMS: Final = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
LEEWAY: Final = 60
# What a provider says of a log-in with more than a password (RFC 8176).
MORE_THAN_ONE: Final = frozenset({"mfa", "otp", "hwk", "fpt", "sc"})
POSTED: Final = "client_secret_post"


@dataclass(frozen=True, slots=True)
class Begun:
    """What the browser's session keeps until it comes back."""

    state: str
    nonce: str
    verifier: str
    wanted: str


@dataclass(frozen=True, slots=True)
class Arrived:
    """Who came back: the value of the claim that the settings name, and how they proved it."""

    login: str
    by_more_than_one: bool


def name() -> str:
    """Return what the other log-in is called on the button, or nothing where there is none."""
    if not settings.OIDC_ISSUER or not settings.OIDC_CLIENT:
        return ""
    return str(settings.OIDC_NAME) or gettext("cổng đăng nhập chung")


def begin(back: str, wanted: str) -> tuple[str, Mapping[str, str]]:
    """Return where the browser goes, and what its session keeps until it is back."""
    begun = Begun(get_random_string(40), get_random_string(40), get_random_string(64), wanted)
    with _client(_discovered(), back) as client:
        address, _state = client.create_authorization_url(
            _discovered()["authorization_endpoint"],
            state=begun.state,
            nonce=begun.nonce,
            code_verifier=begun.verifier,
        )
    return str(address), asdict(begun)


def finish(kept: Mapping[str, str], given: Mapping[str, str], back: str, now: datetime) -> Arrived:
    """Return who came back, or refuse: another's state, a refusal there, a token that is not so."""
    if not kept or not constant_time_compare(kept["state"], given.get("state", "")):
        raise RuleBroken("oidc.state", _("Lần đăng nhập này đã cũ hoặc mở ở máy khác. Thử lại."))
    if "code" not in given:
        raise RuleBroken("oidc.refused", _("Cổng đăng nhập chung không cho vào. Thử lại ở đó."))
    provider = _discovered()
    try:
        with _client(provider, back) as client:
            token = client.fetch_token(
                provider["token_endpoint"], code=given["code"], code_verifier=kept["verifier"]
            )
        claims = _checked(provider, str(token.get("id_token", "")), kept["nonce"], now)
    except (AuthlibBaseError, JoseError, ValueError, KeyError, TypeError) as error:
        # Its words may hold what the provider wrote: the kind of the fault is enough.
        log.warning("oidc: the token was refused (%s)", type(error).__name__)
        raise RuleBroken(
            "oidc.token", _("Cổng đăng nhập chung trả lời không đúng. Thử lại, hoặc dùng mật khẩu.")
        ) from None
    except requests.RequestException:
        raise _unreachable() from None
    login = claims.get(settings.OIDC_CLAIM)
    if not isinstance(login, str) or not login.strip():
        raise RuleBroken("oidc.claim", _("Cổng đăng nhập chung không cho biết tên. Hỏi quản trị."))
    means = claims.get("amr")
    said = {str(one) for one in means} if isinstance(means, list) else set()
    return Arrived(login, bool(said & MORE_THAN_ONE))


def _checked(provider: Mapping[str, Any], text: str, nonce: str, now: datetime) -> dict[str, Any]:
    """Return what the id token says, its signature and every claim held to what was asked for."""
    keys = KeySet.import_key_set(_fetched(provider["jwks_uri"]))
    claims: dict[str, Any] = jwt.decode(text, keys, algorithms=ALGORITHMS).claims
    jwt.JWTClaimsRegistry(
        now=int(now.timestamp()),
        leeway=LEEWAY,
        iss={"essential": True, "value": settings.OIDC_ISSUER},
        aud={"essential": True, "value": settings.OIDC_CLIENT},
        exp={"essential": True},
        iat={"essential": True},
        sub={"essential": True},
        nonce={"essential": True, "value": nonce},
    ).validate(claims)
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != settings.OIDC_CLIENT:
        raise ValueError("azp")
    return claims


def _client(provider: Mapping[str, Any], back: str) -> Any:
    offered = provider.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    method = POSTED if "client_secret_basic" not in offered else "client_secret_basic"
    client = OAuth2Session(
        settings.OIDC_CLIENT,
        settings.OIDC_SECRET,
        scope=settings.OIDC_SCOPE,
        redirect_uri=back,
        code_challenge_method="S256",
        token_endpoint_auth_method=method if settings.OIDC_SECRET else "none",
    )
    client.default_timeout = settings.OIDC_SECONDS
    return client


def _discovered() -> Mapping[str, Any]:
    """Return what the provider says of itself, if it is the one that the settings name."""
    issuer: str = settings.OIDC_ISSUER
    found: dict[str, Any] = _fetched(f"{issuer.rstrip('/')}{WELL_KNOWN}")
    if found.get("issuer") != issuer:
        log.warning("oidc: the provider names itself otherwise than the settings do")
        raise _unreachable()
    return found


def _fetched(address: str) -> Any:
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in {"127.0.0.1", "::1", "localhost"}:
        log.warning("oidc: %s is not https", parts.hostname)
        raise _unreachable()
    try:
        answer = requests.get(address, timeout=settings.OIDC_SECONDS)
        answer.raise_for_status()
        found = answer.json()
    except (requests.RequestException, ValueError):
        raise _unreachable() from None
    return found if isinstance(found, dict) else {}


def _unreachable() -> RuleBroken:
    return RuleBroken(
        "oidc.unreachable",
        _("Cổng đăng nhập chung đang không trả lời. Thử lại sau, hoặc dùng mật khẩu."),
    )
