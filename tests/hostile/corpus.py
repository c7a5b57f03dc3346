"""Texts that break pages: templates, scripts, markup, addresses, marks no one sees."""

from __future__ import annotations

#: Reaches a shell if any text is ever compiled as a template; it would leave the named file.
SHELL = "{{ cycler.__init__.__globals__.os.popen('touch %s').read() }}"
SHELL_BARE = (
    "{{ cycler.__init__.__globals__.os.popen(self._TemplateReference__context.name).read() }}"
)

CORPUS: dict[str, str] = {
    "template": "{{7*7}}",
    "template-shell-bare": SHELL_BARE,
    "template-comment": "{# a",
    "template-statement": "{% if",
    "template-open": "{{",
    "template-close": "}}",
    "literal-expression": "${1} ${alert(1)} ${6*7}",
    "backtick": "`",
    "backslash": "\\",
    "unicode-escape": "\\u0 \\u0041 \\x41",
    "script-end": "</script><script>alert(1)</script>",
    "comment": "<!-- -->",
    "comment-script": "<!--<script>",
    "cdata": "]]>",
    "image": "<img src=x onerror=alert(1)>",
    "svg": "<svg onload=alert(1)><animate onbegin=alert(1)>",
    "style-end": "</style></title></noscript><b>",
    "javascript-url": "javascript:alert(1)",
    "data-url": "data:text/html,<script>alert(1)</script>",
    "apostrophe": "l'été n'est \"pas\" fini",
    "entity": "&amp; &#x3C;b&#x3E; &lt;",
    "nul": "a\0b",
    "line-separator": "a\u2028b\u2029c",
    "byte-order-mark": "\ufeffpremier",
    "right-to-left": "abc \u202eedcba\u202c \u200fمرحبا \u2066x\u2069",
    "astral": "😀𝒳 Larmor",
    "crlf": "a\r\nb\rc\n",
    "formula": "=1+1",
    "formula-at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "prototype": "__proto__",
    "constructor": "constructor",
    "null-word": "null",
    "combining": "e\u0301\u0301\u0301\u0323 Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!",
    "long": "long " * 20_000,
}
