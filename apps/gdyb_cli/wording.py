"""Chinese words for what typer says by itself: titles of the help, the usage line, usage errors."""

import re
import sys

__all__ = ["chinese_usage", "print_usage_error", "speak_chinese", "usage_error_text"]

_PANELS = {
    "ARGUMENTS_PANEL_TITLE": "参数",
    "OPTIONS_PANEL_TITLE": "选项",
    "COMMANDS_PANEL_TITLE": "命令",
    "DEFAULT_STRING": "[默认 {}]",
    "REQUIRED_LONG_STRING": "[必填]",
}
_SENTENCES = (
    (re.compile(r"No such option:? (?P<what>\S+?)\.?(?: \(Possible options: (?P<hint>.*)\))?"), "没有选项 {what}"),
    (re.compile(r"No such command (?P<what>'.*?')\.(?: Did you mean (?P<hint>.*)\?)?"), "没有命令 {what}"),
    (re.compile(r"Missing (?:argument|option) (?P<what>.*?)\.?"), "缺少 {what}"),
    (re.compile(r"Missing command\."), "缺少命令"),
    (re.compile(r"Option (?P<what>.*) requires an argument\."), "选项 {what} 需要一个值"),
    (re.compile(r"Got unexpected extra argument(?:s|\(s\))? \((?P<what>.*)\)"), "多余的参数：{what}"),
    (re.compile(r"Invalid value for (?P<what>.*?): (?P<why>.*)", re.DOTALL), "{what} 的值不正确：{why}"),
)
_REASONS = (
    (re.compile(r".*valid integer.*"), "应为整数"),
    (re.compile(r".* is not in the range (?P<range>.*)\."), "应在 {range} 范围内"),
    (re.compile(r".*greater than or equal to (?P<bound>-?[0-9]+)"), "应不小于 {bound}"),
    (re.compile(r".*less than or equal to (?P<bound>-?[0-9]+)"), "应不大于 {bound}"),
)


def speak_chinese(help_option: object) -> None:
    """Sets the titles of the help and the text of `--help`."""
    from typer import rich_utils

    if help_option is not None:
        help_option.help = "显示本帮助"  # type: ignore[attr-defined]

    for name, text in _PANELS.items():
        if hasattr(rich_utils, name):
            setattr(rich_utils, name, text)


def chinese_usage(text: str) -> str:
    """The usage line with its first word in Chinese."""
    return text.replace("Usage: ", "用法：", 1)


def usage_error_text(error: Exception) -> str:
    """What is wrong with the command line, in Chinese as far as it is known."""
    return _chinese(error.format_message())  # type: ignore[attr-defined]


def print_usage_error(error: Exception) -> None:
    """Shows what is wrong with the command line and where to find help, on stderr."""
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        return  # Making this error has printed the help.
    if context is not None:
        print(f"{context.get_usage()}\n查看帮助：{context.command_path} --help", file=sys.stderr)
    print(f"错误：{usage_error_text(error)}", file=sys.stderr)


def _chinese(message: str) -> str:
    for pattern, sentence in _SENTENCES:
        match = pattern.fullmatch(message)
        if match:
            parts = {key: value or "" for key, value in match.groupdict().items()}
            parts["why"] = _reason(parts.get("why", ""))
            hint = parts.get("hint")
            return sentence.format(**parts) + (f"，是不是 {hint}？" if hint else "")
    return message


def _reason(message: str) -> str:
    for pattern, sentence in _REASONS:
        match = pattern.fullmatch(message)
        if match:
            return sentence.format(**match.groupdict())
    return message
