"""``geomap.toml``: what a project says once, so that ``geomap render`` needs no words.

Every key is checked; unknown ones and wrong kinds are all told at once, with a suggestion. The
command line wins over the file, the file over the defaults.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, get_args

from geomap.config import (
    Boundaries,
    ExtractorOptions,
    MapOptions,
    Options,
    PlaceOptions,
    Quotes,
    ReadOptions,
    UiLanguage,
)
from geomap.errors import UsageError
from geomap.model.incident import LAYERS
from geomap.project.choice import Choice, parse_choice

FILE_NAME = "geomap.toml"
#: What the command line says of the incidents wanted.
CHOICE_WORDS = ("since", "until", "bbox", "where", "top")


@dataclass(frozen=True, slots=True)
class Project:
    """A run: what to read, how, and where to. ``root``: the folder of the geomap.toml, if any."""

    inputs: tuple[str, ...] = ()
    output: str = "maps"
    also: tuple[str, ...] = ()
    layers: tuple[str, ...] = LAYERS
    choice: Choice = field(default_factory=Choice)
    jobs: int = 1
    options: Options = field(default_factory=Options)
    root: Path | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the file: what kind it takes, the words it may be, and a line of help."""

    kind: type
    choices: tuple[str, ...] = ()
    help: str = ""
    example: str = ""
    #: a file or folder, told from the folder of geomap.toml
    is_path: bool = False


KEYS: dict[str, dict[str, Key]] = {
    "": {
        "title": Key(str, help="Title of the map.", example='"Inondations, printemps 2024"'),
        "inputs": Key(list, help="Files, folders, globs.", example='["textes"]', is_path=True),
        "output": Key(str, help="Folder the maps go to.", example='"maps"', is_path=True),
        "also": Key(list, help="Further formats beside each map.", example='["gpkg", "csv"]'),
        "corrections": Key(
            str, help="Your decisions.", example='"corrections.toml"', is_path=True
        ),
        "jobs": Key(int, help="Processes that read at once.", example="2"),
        "strict": Key(bool, help="A warning is an error.", example="false"),
    },
    "reading": {
        "lang": Key(str, ("fr", "en", "auto"), "Language of the texts.", '"auto"'),
        "date": Key(str, help="Date of texts that tell none.", example='"2024-05"'),
        "text_column": Key(str, help="Column of a table that holds the text.", example='"texte"'),
        "date_column": Key(str, help="Column that holds the date.", example='"date"'),
        "id_column": Key(str, help="Column that names the row.", example='"id"'),
        "url_column": Key(str, help="Column that holds the address.", example='"url"'),
    },
    "places": {
        "region": Key(str, help="Prefer places here (a bias, no filter).", example='"UA"'),
        "gazetteers": Key(
            list, help="Your own places.", example='["lieux.toml"]', is_path=True
        ),
        "online": Key(str, ("nominatim", "photon", "geonames"), "Ask an online geocoder; it then "
                      "learns what you look at.", '"nominatim"'),
    },
    "map": {
        "ui_lang": Key(str, get_args(UiLanguage), "Language of the map.", '"fr"'),
        "layers": Key(list, LAYERS, "Layers to keep.", '["conflict", "natural"]'),
        "boundaries": Key(str, get_args(Boundaries), "Whose borders are drawn.", '"un"'),
        "tiles": Key(str, help="Online tiles: their server learns what is looked at.",
                     example='"osm"'),
        "quotes": Key(str, get_args(Quotes), "How much of the source the map quotes.", '"full"'),
        "blur_km": Key(float, help="Round every position, for publishing.", example="5"),
        "per_document": Key(bool, help="One map a document.", example="false"),
    },
    "extractor": {
        "extractor": Key(str, ("rules", "llm"), "Who finds incidents.", '"rules"'),
        "llm_url": Key(str, help="Address of a language-model server.",
                       example='"http://localhost:8080/v1"'),
        "llm_model": Key(str, help="Name of the model.", example='"local"'),
    },
}  # fmt: skip


def find_settings(folder: Path) -> Path | None:
    """The geomap.toml of ``folder``, if there is one."""
    path = folder / FILE_NAME
    return path if path.is_file() else None


def read_settings(path: Path) -> dict[str, dict[str, Any]]:
    """The tables of a geomap.toml, checked, paths told from its folder.

    Raises UsageError that lists every unknown key (with the nearest known one) and every value
    of a wrong kind.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"not valid TOML: {error}", source=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot be read: {error}", source=str(path)) from error
    tables: dict[str, dict[str, Any]] = {"": {}}
    faults: list[str] = []
    for name, value in raw.items():
        if isinstance(value, Mapping) and name not in KEYS[""]:
            if name not in KEYS:
                faults.append(f"unknown table [{name}]{_suggest(name, KEYS)}")
                continue
            tables[name] = _checked_table(name, value, path.parent, faults)
        else:
            tables[""].update(_checked_table("", {name: value}, path.parent, faults))
    if faults:
        raise UsageError("; ".join(faults), source=str(path))
    return tables


def _checked_table(
    table: str, values: Mapping[str, Any], root: Path, faults: list[str]
) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name, value in values.items():
        key = KEYS[table].get(name)
        full = f"{table}.{name}" if table else name
        if key is None:
            elsewhere = [t for t, keys in KEYS.items() if t and name in keys]
            hint = f", it belongs in [{elsewhere[0]}]" if elsewhere else _suggest(name, KEYS[table])
            faults.append(f"unknown key {full}{hint}")
            continue
        fault = _fault_of(key, value)
        if fault:
            faults.append(f"{full} {fault}")
            continue
        out[name] = _placed(value, root) if key.is_path else value
    return out


def _suggest(name: str, known: Mapping[str, object]) -> str:
    near = difflib.get_close_matches(name, [k for k in known if k], n=1, cutoff=0.55)
    return f", did you mean {near[0]}?" if near else f" (known: {', '.join(k for k in known if k)})"


def _fault_of(key: Key, value: object) -> str | None:
    if key.kind is float and isinstance(value, int) and not isinstance(value, bool):
        return None
    if not isinstance(value, key.kind) or (key.kind is int and isinstance(value, bool)):
        wanted = {str: "text", list: "a list of texts", int: "a whole number", float: "a number",
                  bool: "true or false"}[key.kind]  # fmt: skip
        return f"wants {wanted}, got {value!r}"
    values = value if isinstance(value, list) else [value]
    if isinstance(value, list) and not all(isinstance(v, str) for v in values):
        return f"wants a list of texts, got {value!r}"
    for word in values:
        if key.choices and word not in key.choices:
            return f"is {word!r}, not one of {', '.join(key.choices)}"
    return None


def _placed(value: Any, root: Path) -> Any:
    if isinstance(value, list):
        return [_placed(item, root) for item in value]
    return value if value == "-" or Path(value).is_absolute() else str(root / value)


def make_project(
    given: Mapping[str, Any], file: Path | None = None, *, inputs: tuple[str, ...] = ()
) -> Project:
    """A run of what the command line gives (None: not given), the file and the defaults.

    ``given`` holds the keys of all tables side by side; their names are unique.
    """
    tables = read_settings(file) if file else {"": {}}
    merged: dict[str, Any] = {}
    for table in tables.values():
        merged.update(table)
    merged.update({name: value for name, value in given.items() if value not in (None, ())})
    defaults = Project()
    options = Options(
        read=_fill(ReadOptions(), merged),
        places=_fill(PlaceOptions(), merged),
        extractor=_fill(ExtractorOptions(), merged),
        map=_fill(MapOptions(), merged),
        corrections=merged.get("corrections"),
        strict=bool(merged.get("strict", False)),
    )
    return Project(
        inputs=tuple(inputs or merged.get("inputs", ())),
        output=merged.get("output", defaults.output),
        also=tuple(merged.get("also", ())),
        layers=tuple(merged.get("layers", LAYERS)),
        choice=parse_choice(**{name: merged.get(name) for name in CHOICE_WORDS}),
        jobs=int(merged.get("jobs", defaults.jobs)),
        options=options,
        root=file.parent if file else None,
    )


def _fill(defaults: Any, merged: Mapping[str, Any]) -> Any:
    names = [name for name in defaults.__dataclass_fields__ if name in merged]
    values = {
        name: tuple(merged[name]) if isinstance(merged[name], list) else merged[name]
        for name in names
    }
    return replace(defaults, **values)


def settings_template() -> str:
    """A geomap.toml with every key, all commented out: what ``geomap init`` writes."""
    lines = [
        "# What this project says once; the command line wins over it.",
        "# Take the # away from what you want to change. `geomap render` reads this file when it",
        "# is started in this folder.",
        "",
    ]
    for table, keys in KEYS.items():
        if table:
            lines += ["", f"[{table}]"]
        for name, key in keys.items():
            choices = f" One of: {', '.join(key.choices)}." if key.choices else ""
            lines += [f"# {key.help}{choices}", f"#{name} = {key.example}", ""]
    return "\n".join(lines).rstrip() + "\n"
