"""Login with Amazon: consent, code, refresh, and whether a call's token is good (facts 1.2, 1.3)."""

from __future__ import annotations

from urllib.parse import urlencode

from pilotage.integrations.sandbox.answers import Answer, Asked, refused, said
from pilotage.integrations.sandbox.state import (
    CLIENT_ID,
    CLIENT_KEY,
    CODE_SECONDS,
    SELLER,
    TOKEN_SECONDS,
    State,
)


def consent(state: State, asked: Asked) -> Answer:
    """The seller agrees at once and is sent back, with `state` as it came."""
    back, code = asked.query.get("redirect_uri", ""), state.name("code")
    if not back.startswith(("http://127.0.0.1", "http://localhost", "https://")):
        return refused(400, "InvalidInput", "redirect_uri is missing.")
    state.codes[code] = (state.now() + CODE_SECONDS, back)
    given = {"state": asked.query.get("state", "")}
    if asked.path == "/ap/oa":
        given |= {"code": code, "scope": asked.query.get("scope", "")}
    else:
        given |= {"selling_partner_id": SELLER, "spapi_oauth_code": code}
    joined = f"{back}{'&' if '?' in back else '?'}{urlencode(given)}"
    return Answer(302, b"", {"Location": joined, "Referrer-Policy": "no-referrer"})


def token(state: State, asked: Asked) -> Answer:
    """Access tokens against a code or a refresh token; errors as RFC 6749 5.2 words them."""
    form = {name: str(value) for name, value in asked.body.items()}
    if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_KEY):
        return _no(401, "invalid_client", "Client authentication failed")
    kind = form.get("grant_type")
    if kind == "client_credentials":
        return _yes(state, None)
    if kind == "refresh_token":
        known = form.get("refresh_token", "")
        if known not in state.refresh:
            return _no(
                400, "invalid_grant", "The request has an invalid grant parameter : refresh_token"
            )
        return _yes(state, known)
    if kind != "authorization_code":
        return _no(400, "unsupported_grant_type", "The authorization grant type is not supported")
    until, back = state.codes.pop(form.get("code", ""), (0.0, ""))
    if state.now() >= until or form.get("redirect_uri", back) != back:
        return _no(400, "invalid_grant", "The request has an invalid grant parameter : code")
    fresh = f"Atzr|{state.name('refresh')}"
    state.refresh.add(fresh)
    return _yes(state, fresh)


def restricted(state: State, asked: Asked) -> Answer:
    """A restricted data token for named paths; a generic path of a report document is refused."""
    wanted = asked.body.get("restrictedResources")
    if not isinstance(wanted, list) or not 1 <= len(wanted) <= 50:
        return refused(400, "InvalidInput", "restrictedResources must hold 1 to 50 resources.")
    opens = [(str(w.get("method")), str(w.get("path"))) for w in wanted if isinstance(w, dict)]
    if len(opens) < len(wanted) or any("{" in p or not p.startswith("/") for _, p in opens):
        return refused(400, "InvalidInput", "Each resource needs a method and a specific path.")
    name = f"Atz.sprdt|{state.name('restricted')}"
    state.restricted[name] = (state.now() + TOKEN_SECONDS, frozenset(opens))
    return said(200, {"restrictedDataToken": name, "expiresIn": TOKEN_SECONDS})


def denied(state: State, asked: Asked) -> Answer | None:
    """Why this call of SP-API has no good token, or none."""
    name = asked.headers.get("x-amz-access-token", "")
    until, opens = state.restricted.get(name, (state.access.get(name, 0.0), frozenset()))
    if not name:
        return _closed("Access token is missing in the request header.")
    if not until:
        return _closed("The access token you provided is revoked, malformed or invalid.")
    if state.now() >= until:
        return _closed("The access token you provided has expired.")
    if name in state.restricted and (asked.method, asked.path) not in opens:
        return _closed("The restricted data token does not cover this path.")
    return None


def _closed(details: str) -> Answer:
    return refused(403, "Unauthorized", "Access to requested resource is denied.", details)


def _yes(state: State, refresh: str | None) -> Answer:
    name = f"Atza|{state.name('access')}"
    state.access[name] = state.now() + TOKEN_SECONDS
    given = {"access_token": name, "token_type": "bearer", "expires_in": TOKEN_SECONDS}
    return said(200, given | ({"refresh_token": refresh} if refresh else {}))


def _no(status: int, code: str, words: str) -> Answer:
    return said(status, {"error": code, "error_description": words})
