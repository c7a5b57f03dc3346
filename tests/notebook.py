"""Runs the cells of a notebook as code, without Jupyter; writes what they gave back into it.

``python -m tests.notebook docs/first-map.ipynb`` runs it again and stores what the cells print and show.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

#: A map is a page of half a megabyte with Leaflet in it: it is shown by running the cell.
LONGEST_HTML = 20_000


def execute(path: Path, folder: Path) -> dict[str, Any]:
    """The notebook with the outputs of its cells, run one after the other in ``folder``."""
    book: dict[str, Any] = json.loads(path.read_text("utf-8"))
    names: dict[str, Any] = {"__name__": "__main__"}
    before = Path.cwd()
    os.chdir(folder)
    try:
        number = 0
        for cell in book["cells"]:
            if cell["cell_type"] == "code":
                number += 1
                cell["execution_count"] = number
                cell["outputs"] = _run("".join(cell["source"]), names, number)
    finally:
        os.chdir(before)
    return book


def _run(source: str, names: dict[str, Any], number: int) -> list[dict[str, Any]]:
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, f"cell {number}", "exec"), names)
        shown = None
        if isinstance(last, ast.Expr):
            shown = eval(compile(ast.Expression(last.value), f"cell {number}", "eval"), names)
    outputs: list[dict[str, Any]] = []
    if printed.getvalue():
        outputs.append(
            {"name": "stdout", "output_type": "stream", "text": _lines(printed.getvalue())}
        )
    if shown is not None:
        outputs.append(
            {
                "data": _data(shown),
                "execution_count": number,
                "metadata": {},
                "output_type": "execute_result",
            }
        )
    return outputs


def _data(shown: Any) -> dict[str, list[str]]:
    html = shown._repr_html_() if hasattr(shown, "_repr_html_") else None
    if html is not None and len(html) > LONGEST_HTML:
        return {"text/plain": [f"<{type(shown).__name__}: run the cell to see it>"]}
    data = {"text/plain": _lines(repr(shown))}
    if html is not None:
        data["text/html"] = _lines(html)
    return data


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def main() -> None:
    for name in sys.argv[1:]:
        path = Path(name).resolve()
        book = execute(path, path.parent)
        path.write_text(json.dumps(book, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
