"""The bridge in a real browser: its own page, pages that are named, and pages that are not."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from gdyb.readers import FakeReader, ReaderClient, ReaderError, ReaderSettings
from support.bridge import CARD, NAME, NUMBER, TOKEN, Running, Start, full_reader
from support.browser import ONLY_HERE, Page, browsing, find_browser
from support.readers.simulator import ENVIRONMENT

CALL = """fetch("%s/card", {method: "POST", body: "{}", headers: {"Content-Type": "application/json", Authorization: "Bearer %s"}})
  .then(answer => answer.json()).then(reply => reply.record.psn_name).catch(error => error.name)"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    names = f"MAP rebind.example 127.0.0.1, {ONLY_HERE}"
    with browsing(find_browser(), tmp_path_factory.mktemp("browser"), names) as opened:
        yield opened


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """Origin of a page that is not the bridge's."""

    class Elsewhere(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!DOCTYPE html><title>elsewhere</title><link rel=icon href=data:,>")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def press(browser: Page, label: str) -> None:
    browser.run(f"[...document.querySelectorAll('button')].find(b => b.textContent === '{label}').click()")
    browser.until("!document.querySelector('button').disabled")


def text(browser: Page, id_: str = "message") -> str:
    return str(browser.run(f"document.getElementById('{id_}').textContent"))


def test_the_page_reads_what_the_library_reads(
    browser: Page, start: Start, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIM_SCENARIO", "id_photo_bmp")
    settings = ReaderSettings(
        library=library, init_url="http://init.example/", area="440300", helper_environment=ENVIRONMENT
    )
    bridge = start(ReaderClient(settings))
    browser.open(f"{bridge.url}/#token={TOKEN}")
    browser.until("document.getElementById('message').className === 'good'")
    assert text(browser) == "已连接，请选择要读的证件。"
    assert browser.run("location.href + history.length") == f"{bridge.url}/{browser.run('history.length')}"
    press(browser, "读社保卡")
    assert text(browser) == "已读出。"
    assert NAME in text(browser, "items") and "卡有效期2030-01-01" in text(browser, "items")
    assert f'"mdtrt_cert_no": "{NUMBER}"' in text(browser, "data")
    press(browser, "读身份证")
    assert "2020-01-01 至 2040-01-01" in text(browser, "items")
    browser.until("document.getElementById('photo').naturalWidth === 102")
    press(browser, "扫码")
    assert text(browser, "items").startswith("二维码")
    assert browser.run("document.getElementById('photo').hidden") is True
    press(browser, "清除")
    assert NUMBER not in str(browser.run("document.documentElement.outerHTML"))


def test_it_works_under_the_name_localhost(browser: Page, bridge: Running) -> None:
    browser.open(f"http://localhost:{bridge.server.address.port}/#token={TOKEN}")
    browser.until("document.getElementById('message').className === 'good'")
    assert browser.run("location.href") == f"{bridge.url}/"


def test_errors_are_shown(browser: Page, start: Start) -> None:
    error = ReaderError(function="ReadCardBas", label="读社保卡基本信息", code=-1, text="卡片上电失败")
    bridge = start(full_reader(read_card=[error]))
    browser.open(f"{bridge.url}/#token=wrong")
    browser.until("document.getElementById('message').className === 'bad'")
    assert "令牌" in text(browser)
    browser.open(f"{bridge.url}/#token={TOKEN}")
    browser.until("document.getElementById('message').className === 'good'")
    press(browser, "读社保卡")
    assert text(browser) == str(error)
    bridge.stop()
    press(browser, "读社保卡")
    assert "请确认 gdyb reader serve 正在运行" in text(browser)


def test_what_a_card_says_is_text_and_nothing_else(browser: Page, start: Start) -> None:
    card = replace(CARD, psn_name="<img src=x onerror=alert(1)>")
    bridge = start(FakeReader(read_card=[card]))
    browser.open(f"{bridge.url}/#token={TOKEN}")
    browser.until("document.getElementById('message').className === 'good'")
    press(browser, "读社保卡")
    assert card.psn_name in text(browser, "items")
    assert browser.run("document.querySelectorAll('#items img').length") == 0


@pytest.mark.parametrize("width", [360, 1280])
def test_everything_fits(browser: Page, bridge: Running, width: int) -> None:
    browser.resize(width, 800)
    browser.open(f"{bridge.url}/#token={TOKEN}")
    browser.until("document.getElementById('message').className === 'good'")
    for label in ("读社保卡", "读身份证", "扫码"):
        press(browser, label)
        assert browser.fits(), label
    browser.resize_back()


def test_its_policy_lets_no_other_script_run_and_nothing_be_asked_elsewhere(browser: Page, bridge: Running) -> None:
    browser.open(f"{bridge.url}/")
    browser.run("const s = document.createElement('script'); s.append('window.ran = 1'); document.body.append(s)")
    assert browser.run("window.ran === undefined") is True
    handler = "try { document.body.setAttribute('onclick', 'window.ran = 1'); document.body.click() } catch {}"
    assert browser.run(f"{handler}; window.ran === undefined") is True
    assert browser.run("fetch('http://127.0.0.1:9/').catch(error => error.name)") == "TypeError"


def test_a_named_page_may_read(browser: Page, start: Start, elsewhere: str) -> None:
    bridge = start(full_reader(), (elsewhere,))
    browser.open(elsewhere)
    assert browser.run(CALL % (bridge.url, TOKEN)) == NAME
    assert browser.run(CALL % (bridge.url, "wrong")) == "TypeError"  # an answer without a record


def test_a_foreign_page_may_not(browser: Page, bridge: Running, elsewhere: str) -> None:
    browser.open(elsewhere)
    assert browser.run(CALL % (bridge.url, TOKEN)) == "TypeError"
    # What needs no preflight is sent, but refused, and not even its failure may be read.
    sent = f"fetch('{bridge.url}/card', {{method: 'POST', mode: 'no-cors', body: '{{}}'}}).catch(error => error.name)"
    assert browser.run(sent) == "TypeError"
    assert bridge.reader.calls == []  # type: ignore[attr-defined]


def test_a_foreign_page_cannot_show_it_inside(browser: Page, bridge: Running, elsewhere: str) -> None:
    browser.open(elsewhere)
    script = (
        "new Promise(done => {{ const f = document.createElement('iframe'); f.onload = () => done(f.contentDocument); "
        "f.src = '{url}/'; document.body.append(f); }}).then(held => held === null)"
    )
    # Of a page it may not show, a browser shows an error page of another origin.
    assert browser.run(script.format(url=bridge.url)) is True
    frames = browser.send("Page.getFrameTree")["frameTree"]["childFrames"]
    assert not frames[0]["frame"]["url"].startswith(bridge.url) or frames[0]["frame"].get("unreachableUrl")


def test_a_name_that_was_made_to_point_here(browser: Page, bridge: Running) -> None:
    browser.open(f"http://rebind.example:{bridge.server.address.port}/")
    assert "HostRefused" in str(browser.run("document.body.textContent"))
    assert browser.run(CALL % ("", TOKEN)) == "TypeError"
    assert bridge.reader.calls == []  # type: ignore[attr-defined]
