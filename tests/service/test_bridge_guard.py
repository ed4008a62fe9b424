"""Who is refused, and that the reader is not touched for them."""

import pytest

from gdyb_service.bridge.origin import checked_origin
from support.bridge import HIS, TOKEN, Running


def refused(bridge: Running, status: int, error: str, **request: object) -> None:
    answer = bridge.ask(**request)  # type: ignore[arg-type]
    assert (answer.status_code, answer.json()["error"], answer.json()["ok"]) == (status, error, False)
    assert bridge.reader.calls == []  # type: ignore[attr-defined]
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "given", ["", "Bearer", "Bearer wrong", f"Bearer {TOKEN}x", f"Basic {TOKEN}", TOKEN, "Bearer ÿ"]
)
def test_a_wrong_token(bridge: Running, given: str) -> None:
    refused(bridge, 401, "TokenRefused", headers={"Authorization": given.encode("latin-1")})


def test_no_token(bridge: Running) -> None:
    refused(bridge, 401, "TokenRefused", without="authorization")
    assert bridge.ask(without="authorization").headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://his.example",
        f"{HIS}:8443",
        f"{HIS}.evil.example",
        f"{HIS}/",
        "null",
        "",
        "https://HIS.example",
        "http://127.0.0.1",
        "http://localhost:{port}",
        "https://127.0.0.1:{port}",
    ],
)
def test_a_foreign_page(bridge: Running, origin: str) -> None:
    origin = origin.format(port=bridge.server.address.port)
    refused(bridge, 403, "OriginRefused", headers={"Origin": origin})
    answer = bridge.ask(headers={"Origin": origin})
    assert "access-control-allow-origin" not in answer.headers


def test_a_foreign_page_learns_nothing_about_its_token_and_gets_no_preflight(bridge: Running) -> None:
    refused(bridge, 403, "OriginRefused", without="authorization", headers={"Origin": "https://evil.example"})
    preflight = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    refused(bridge, 403, "OriginRefused", method="OPTIONS", headers=preflight)
    refused(bridge, 403, "OriginRefused", method="GET", path="/", headers={"Origin": "https://evil.example"})


def test_two_origins_are_none(bridge: Running) -> None:
    refused(bridge, 403, "OriginRefused", headers=[("Origin", HIS), ("Origin", "https://evil.example")])


def test_no_origin(bridge: Running) -> None:
    refused(bridge, 403, "OriginMissing", without="origin")


@pytest.mark.parametrize("host", ["rebind.example:{port}", "127.0.0.1", "127.0.0.1:1", "[::1]:{port}", "localhost", ""])
@pytest.mark.parametrize(("method", "path"), [("GET", "/"), ("POST", "/card"), ("OPTIONS", "/card"), ("GET", "/x")])
def test_a_name_that_was_made_to_point_here(bridge: Running, host: str, method: str, path: str) -> None:
    refused(
        bridge,
        421,
        "HostRefused",
        method=method,
        path=path,
        headers={"Host": host.format(port=bridge.server.address.port)},
    )


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
@pytest.mark.parametrize("origin", [HIS, None])
def test_who_is_let_in(bridge: Running, host: str, origin: str | None) -> None:
    headers = {"Host": f"{host}:{bridge.server.address.port}", "Origin": origin or bridge.url}
    answer = bridge.ask(headers=headers)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == headers["Origin"]
    assert "origin" in answer.headers["vary"].lower()


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""])
def test_a_type_that_needs_no_preflight(bridge: Running, kind: str) -> None:
    refused(bridge, 415, "TypeRefused", headers={"Content-Type": kind})


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"null", b"{", b'{"path": "x"}', b'{"timeout": 5}', b"\xff\xfe{}", b"[" * 4000]
)
def test_a_body_that_is_not_asked_for(bridge: Running, content: bytes) -> None:
    refused(bridge, 400, "BodyInvalid", content=content)


@pytest.mark.parametrize("timeout", ["0", "-1", "301", "NaN", "Infinity", "true", '"5"', "[5]", "1e999"])
def test_a_timeout_that_cannot_be(bridge: Running, timeout: str) -> None:
    refused(bridge, 400, "BodyInvalid", path="/qr", content=f'{{"timeout": {timeout}}}'.encode())


def test_a_large_body(bridge: Running) -> None:
    refused(bridge, 413, "BodyTooLarge", content=b"{" + b" " * 5000 + b"}")


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/card", 405), ("POST", "/", 405), ("POST", "/x", 404)])
def test_other_addresses(bridge: Running, method: str, path: str, status: int) -> None:
    refused(bridge, status, "HTTPException", method=method, path=path)


def test_a_preflight_of_a_named_page(bridge: Running) -> None:
    wanted = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type"}
    # Browsers send no token with it.
    answer = bridge.ask(
        method="OPTIONS", without="authorization", headers=wanted | {"Access-Control-Request-Private-Network": "true"}
    )
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == HIS
    assert answer.headers["access-control-allow-private-network"] == "true"
    assert {"authorization", "content-type"} <= set(
        answer.headers["access-control-allow-headers"].lower().replace(" ", "").split(",")
    )
    assert "access-control-allow-credentials" not in answer.headers
    assert "Origin" in answer.headers["vary"]
    assert "access-control-allow-private-network" not in bridge.ask(method="OPTIONS", headers=wanted).headers


@pytest.mark.parametrize(
    "origin",
    [
        "https://his.example",
        "http://10.1.2.3:8080",
        "http://his",
        "https://xn--fiq228c.example",
        "http://[fd00::1]:8080",
    ],
)
def test_origins_that_a_browser_sends(origin: str) -> None:
    assert checked_origin(origin) == origin


@pytest.mark.parametrize(
    ("origin", "says"),
    [
        ("*", "通配符"),
        ("https://*.example", "通配符"),
        ("null", "null"),
        ("https://his.example/", "斜杠"),
        ("https://his.example/his", "斜杠"),
        ("his.example", "协议"),
        ("file://his", "协议"),
        ("https://HIS.example", "小写"),
        ("https://医院.example", "xn--"),
        ("https://me@his.example", "协议"),
        ("https://his.example:443", "请写作 https://his.example"),
        ("http://his.example:80", "请写作 http://his.example"),
        ("http://his.example:99999", "1–65535"),
        ("https://his.example\n", "协议"),
    ],
)
def test_origins_that_no_browser_sends(origin: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        checked_origin(origin)
