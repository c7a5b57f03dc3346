"""Markdown -> the text a reader sees: marks of emphasis, links and headings are taken out, words stay.

A subset of CommonMark that news desks write; what is not understood stays as it is written. The text
stored is the one given here, and offsets refer to it. Linear in the length of the text.
"""

from __future__ import annotations

import re
from html import unescape

_FENCE = re.compile(r"[ ]{0,3}(?:```|~~~)")
_HEADING = re.compile(r"[ ]{0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$")
_UNDERLINE = re.compile(r"[ ]{0,3}(?:=+|-+)[ \t]*$")
_RULE = re.compile(r"[ ]{0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_QUOTED = re.compile(r"(?:[ ]{0,3}>[ ]?)+")
_DEFINITION = re.compile(r"[ ]{0,3}\[[^\]\n]{1,200}\]:[ \t]*\S+")
_TABLE_RULE = re.compile(r"[ \t]*\|?(?:[ \t]*:?-{2,}:?[ \t]*\|)+[ \t]*(?::?-{2,}:?)?[ \t]*$")

_CODE = re.compile(r"(`{1,3})([^`\n]{1,500})\1")
_NOTE = re.compile(r"\[\^[^\]\n]{1,50}\]:?")
_LINK = re.compile(
    r"!?\[([^\[\]\n]{0,1000})\](?:\([^()\n]{0,2000}(?:\([^()\n]{0,200}\)[^()\n]{0,200})?\)|\[[^\]\n]{0,200}\])"
)
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,2000})>")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,300}>")
_STRONG = re.compile(r"(\*{1,3}|~~)(?=[^\s*~])([^*~\n]{1,2000}?)(?<=[^\s*~])\1")
_UNDERSCORED = re.compile(r"(?<![\w\\])(_{1,3})(?=[^\s_])([^_\n]{1,2000}?)(?<=[^\s_])\1(?!\w)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
#: Stand in for an escaped character while marks are taken out: the plane is for private use.
_PRIVATE = 0xF0000


def plain_text(markup: str) -> str:
    """The words of ``markup``, one blank line round headings; lists keep their marks."""
    text = _without_comments(markup).replace("\r\n", "\n")
    return _inline("\n".join(_lines(text.split("\n"))))


def title_of(markup: str) -> str | None:
    """The first heading, without its marks."""
    for line in markup.splitlines()[:50]:
        heading = _HEADING.match(line)
        if heading and heading.group(1):
            return _inline(heading.group(1)).strip() or None
    return None


def _without_comments(text: str) -> str:
    """``<!-- … -->`` taken out; one that does not end stays, as text."""
    kept: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[at:start])
        at = end + len("-->")
    return "".join((*kept, text[at:]))


def _lines(lines: list[str]) -> list[str]:
    out: list[str] = []
    fenced = False
    for line in lines:
        if _FENCE.match(line):
            fenced = not fenced
            continue
        if fenced:
            out.append(line)
            continue
        quoted = _QUOTED.match(line)
        if quoted:
            line = line[quoted.end() :]
        if _DEFINITION.match(line) and not line.lstrip().startswith("[^"):
            continue
        if _TABLE_RULE.match(line) and "|" in line:
            continue
        if out and out[-1].strip() and _UNDERLINE.match(line):
            out.append("")
            continue
        if _RULE.match(line):
            line = ""
        if not line.strip() and out and not out[-1].strip():
            continue
        heading = _HEADING.match(line)
        if heading:
            if out and out[-1].strip():
                out.append("")
            out += [heading.group(1), ""]
            continue
        out.append(line)
    return out


def _inline(text: str) -> str:
    text = _ESCAPED.sub(lambda m: chr(_PRIVATE + ord(m.group(1))), text) if "\\" in text else text
    if "`" in text:
        text = _CODE.sub(r"\2", text)
    if "[" in text:
        text = _NOTE.sub("", text)
        text = _LINK.sub(r"\1", text)
        text = _LINK.sub(r"\1", text)  # a picture inside a link
    if "<" in text:
        text = _TAG.sub("", _AUTOLINK.sub(r"\1", text))
    for _ in range(2):  # one emphasis inside another
        text = _STRONG.sub(r"\2", text)
        text = _UNDERSCORED.sub(r"\2", text)
    if "&" in text:
        text = unescape(text)
    return "".join(
        chr(ord(c) - _PRIVATE) if _PRIVATE <= ord(c) < _PRIVATE + 128 else c for c in text
    )
