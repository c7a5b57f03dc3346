"""Scripts and styles of ours without what only people need: comments, indents, spaces.

A script is read token by token, so that strings, templates and regular expressions stay as they
are. Names stay too: what the browser reports can be found in the source. A line break is kept
wherever it might end a statement.
"""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)
      |(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
      |(?P<word>[\w$]+)
      |(?P<space>\s+)
      |(?P<other>.)""",
    re.DOTALL | re.VERBOSE,
)
_REGEX = re.compile(r"/(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")
#: After one of these a slash begins a regular expression, not a division.
_BEFORE_REGEX = "(,=:[!&|?{};+-*%<>~^"
_WORDS_BEFORE_REGEX = frozenset({"return", "typeof", "case", "in", "of", "delete", "void"})
#: No statement ends after one of these, nor before one of those.
_OPEN = ";{,([=&|?:<>*%!~^"
_CLOSED = "}),];.=&|?:<>*%"


def squeeze_script(text: str) -> str:
    """The same program in fewer bytes."""
    out: list[str] = []
    last, gap = "", ""
    at = 0
    while at < len(text):
        kind, token = _next(text, at, last)
        at += len(token)
        if kind in ("comment", "space"):
            gap = "\n" if "\n" in token or gap == "\n" else " "
            continue
        out.append(_between(last, token, gap) + token)
        last, gap = token, ""
    return "".join(out) + "\n"


def squeeze_style(text: str) -> str:
    """A style sheet without comments, indents and the spaces round its punctuation."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    # Not round a parenthesis, nor before a colon: there a space can be a combinator.
    text = re.sub(r" ?([{};,]) ?", r"\1", text)
    text = re.sub(r"(?<=[{;][a-z-]{2})([a-z-]*): ", r"\1:", text)
    return text.replace(";}", "}").replace("}", "}\n").strip() + "\n"


def _next(text: str, at: int, last: str) -> tuple[str, str]:
    """Kind and text of the token at a position; ``last`` is the token before it."""
    if text[at] == "`":
        return "template", text[at : _template_end(text, at)]
    found = _TOKEN.match(text, at)
    assert found is not None and found.lastgroup is not None
    if found.group() == "/" and (
        not last or last[-1] in _BEFORE_REGEX or last in _WORDS_BEFORE_REGEX
    ):
        pattern = _REGEX.match(text, at)
        if pattern:
            return "regex", pattern.group()
    return found.lastgroup, found.group()


def _template_end(text: str, at: int) -> int:
    """Position after a template literal, with what is nested in it."""
    at += 1
    while text[at] != "`":
        if text[at] == "\\":
            at += 2
        elif text.startswith("${", at):
            at = _expression_end(text, at + 2)
        else:
            at += 1
    return at + 1


def _expression_end(text: str, at: int) -> int:
    depth, last = 1, "("
    while depth:
        kind, token = _next(text, at, last)
        at += len(token)
        depth += {"{": 1, "}": -1}.get(token, 0)
        if kind != "space":
            last = token
    return at


def _between(last: str, token: str, gap: str) -> str:
    """What must stand between two tokens that had ``gap`` between them."""
    if not gap or not last:
        return ""
    if gap == "\n" and last[-1] not in _OPEN and token[0] not in _CLOSED:
        return "\n"
    words = _is_word(last[-1]) and _is_word(token[0])
    return " " if words or (last[-1] == token[0] and token[0] in "+-/") else ""


def _is_word(char: str) -> bool:
    return char.isalnum() or char in "_$" or ord(char) > 127
