"""The command line as a whole: help, usage errors, commands of other parts, pipes, missing extras."""

import re
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

COMMANDS = ("call", "codes", "describe", "doctor", "demo")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)])
def test_help_is_chinese(gdyb, command):
    result = gdyb(*command, "--help")
    assert result.exit_code == 0
    for text in ("用法：gdyb", "选项", "显示本帮助"):
        assert text in result.stdout
    for word in ("Usage", "Options", "Arguments", "Commands", "Show this message", "default", "required"):
        assert word not in result.stdout


def test_the_version_is_that_of_the_distribution(gdyb):
    result = gdyb("--version")
    assert (result.exit_code, result.stdout) == (0, f"gdyb {version('gdyb')}\n")


def test_no_command_shows_the_help(gdyb):
    result = gdyb()
    assert result.exit_code == 2
    assert result.stdout.count("用法：gdyb") == 1


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("dmo",), "没有命令 'dmo'，是不是 'demo'？"),
        (("demo", "--roes", "3"), "没有选项 --roes，是不是 --rows？"),
        (("demo", "--rows", "viele"), "应为整数"),
        (("demo", "--rows", "-1"), "应不小于 0"),
        (("demo", "--month", "2020-13"), "应为年-月，例如 2020-12"),
        (("call",), "缺少 '接口'"),
        (("codes", "a", "b"), "多余的参数：b"),
    ],
)
def test_usage_errors_are_chinese_and_end_with_2(gdyb, arguments, expected):
    result = gdyb(*arguments)
    assert result.exit_code == 2
    assert expected in result.stderr
    assert "用法：gdyb" in result.stderr
    assert result.stdout == ""


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A distribution that registers two commands: one that works and one whose import fails."""
    info = tmp_path / "gdybplug-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: gdybplug\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(
        "[gdyb.commands]\nplugged = gdybplug:app\nbroken = gdybplug_broken:app\n", encoding="utf-8"
    )
    (tmp_path / "gdybplug.py").write_text(
        "import typer\n"
        "app = typer.Typer()\n"
        "@app.command()\n"
        "def serve(port: int = 8080) -> None:\n"
        '    """外部命令。"""\n'
        "    print(f'端口 {port}')\n"
        "    if port == 1:\n"
        "        import nicht_da\n",
        encoding="utf-8",
    )
    (tmp_path / "gdybplug_broken.py").write_text("import nicht_da\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def test_commands_of_other_parts_are_mounted_and_loaded_when_used(gdyb, plugin):
    sys.modules.pop("gdybplug", None)
    assert gdyb("codes").exit_code == 0
    assert "gdybplug" not in sys.modules
    assert gdyb("plugged", "--port", "7").stdout == "端口 7\n"
    text = gdyb("--help").stdout
    assert re.search("plugged +外部命令", text)


@pytest.mark.parametrize(
    ("arguments", "loaded"), [(("codes",), "interfaces.codes"), (("reader", "pin", "--help"), "reader.pin")]
)
def test_a_command_loads_no_other(spawn, arguments, loaded):
    others = ("interfaces.call", "doctor", "demo", "reconcile", "reader.card", "reader.pin")
    code = (
        "import atexit, sys; from gdyb_cli import main; "
        "atexit.register(lambda: print(*sys.modules, file=sys.stderr)); main()"
    )
    modules = spawn(*arguments, code=code).stderr.split()
    assert f"gdyb_cli.{loaded}" in modules
    assert not [name for name in others if name != loaded and f"gdyb_cli.{name}" in modules]


def test_a_misspelt_command_of_another_part_is_guessed(gdyb, plugin):
    assert "没有命令 'pluged'，是不是 'plugged'？" in gdyb("pluged").stderr


def test_a_command_whose_extra_is_missing_says_how_to_get_it(gdyb, plugin):
    for arguments in (("broken", "--port", "3"), ("broken", "anything")):
        result = gdyb(*arguments)
        assert result.exit_code == 2
        assert "缺少 nicht_da" in result.stderr
        assert 'pip install "gdyb[broken]"' in result.stderr
    assert "broken" in gdyb("--help").stdout
    late = gdyb("plugged", "--port", "1")
    assert late.exit_code == 2
    assert 'pip install "gdyb[plugged]"' in late.stderr


@pytest.mark.parametrize("module", ["typer", "rich"])
def test_missing_workflows_extra(spawn, module):
    code = f"import sys; sys.modules[{module!r}] = None; from gdyb_cli import main; main()"
    result = spawn("codes", code=code, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert result.returncode == 2
    assert result.stderr == f'gdyb 命令行缺少 {module}，请安装：pip install "gdyb[workflows]"\n'


def test_piped_output_is_utf8_without_colour_or_cursor_codes(spawn):
    for arguments in (("--help",), ("describe", "3261"), ("codes",), ("dmo",), ("demo", "--rows", "3")):
        result = spawn(*arguments, PYTHONIOENCODING="gbk", PYTHONUTF8="0", TERM="xterm-256color")
        assert not CONTROL.search(result.stdout + result.stderr), arguments
        assert re.search("[一-鿿]", result.stdout + result.stderr)
        assert "�" not in result.stdout + result.stderr


def test_a_table_in_a_pipe_has_one_line_a_row(spawn):
    lines = [line for line in spawn("describe", "3262").stdout.splitlines() if "│ otransid " in line]
    assert len(lines) == 1
    assert lines[0].rstrip().endswith("│")


def test_a_bug_ends_with_2_and_masks_what_looks_personal(gdyb, monkeypatch):
    class Broken:
        def __getattr__(self, name: str) -> None:
            raise RuntimeError("certno 440101199001011234")

    monkeypatch.setattr("gdyb_cli.interfaces.describe.TABLES", Broken())
    result = gdyb("describe", "3260", "--json")
    assert result.exit_code == 2
    assert "RuntimeError" in result.stderr
    assert "440101199001011234" not in result.output
