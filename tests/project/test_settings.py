"""geomap.toml: every key known, every fault told, the command line wins."""

from __future__ import annotations

import tomllib

import pytest

from geomap.errors import UsageError
from geomap.project.settings import KEYS, make_project, read_settings, settings_template


def write(folder, text):
    path = folder / "geomap.toml"
    path.write_text(text, "utf-8")
    return path


def test_the_file_fills_the_options_and_the_command_line_wins(tmp_path):
    path = write(
        tmp_path,
        'title = "Crues"\ninputs = ["textes"]\noutput = "cartes"\nalso = ["gpkg"]\njobs = 2\n'
        '[reading]\nlang = "fr"\n[places]\ngazetteers = ["lieux.toml"]\nregion = "UA"\n'
        '[map]\nui_lang = "en"\nblur_km = 5\nlayers = ["natural"]\n',
    )
    project = make_project({"ui_lang": "fr", "title": None, "gazetteers": ()}, path)
    assert project.inputs == (str(tmp_path / "textes"),)
    assert (project.output, project.also, project.jobs) == (str(tmp_path / "cartes"), ("gpkg",), 2)
    assert project.layers == ("natural",)
    options = project.options
    assert (options.map.title, options.map.ui_lang, options.map.blur_km) == ("Crues", "fr", 5)
    assert (options.read.lang, options.places.region) == ("fr", "UA")
    assert options.places.gazetteers == (str(tmp_path / "lieux.toml"),)
    assert make_project({}, path, inputs=("a.txt",)).inputs == ("a.txt",)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("tilte = 'x'", "unknown key tilte, did you mean title"),
        ("[mpa]\n", "unknown table \\[mpa\\], did you mean map"),
        ("lang = 'fr'", "unknown key lang, it belongs in \\[reading\\]"),
        ("[map]\nui_lang = 'de'", "map.ui_lang is 'de', not one of fr, en"),
        ("[map]\nlayers = ['conflict', 'sport']", "map.layers is 'sport'"),
        ("[map]\nblur_km = 'cinq'", "map.blur_km wants a number"),
        ("jobs = true", "jobs wants a whole number"),
        ("also = 'gpkg'", "also wants a list of texts"),
        ("also = [1]", "also wants a list of texts"),
        ("title = ", "not valid TOML"),
    ],
)
def test_a_wrong_key_or_value_is_told_with_what_is_known(tmp_path, text, told):
    with pytest.raises(UsageError, match=told):
        read_settings(write(tmp_path, text))


def test_all_faults_are_told_at_once(tmp_path):
    with pytest.raises(UsageError) as caught:
        read_settings(write(tmp_path, "titel = 'x'\njobs = 'deux'\n[places]\nregoin = 'UA'\n"))
    assert str(caught.value).count(";") == 2


def test_the_template_is_all_comments_and_every_example_is_valid(tmp_path):
    template = settings_template()
    assert not any(tomllib.loads(template).values())
    uncommented = "\n".join(
        line.removeprefix("#") if line.startswith("#") and not line.startswith("# ") else line
        for line in template.splitlines()
    )
    tables = read_settings(write(tmp_path, uncommented))
    assert {(t, k) for t, keys in tables.items() for k in keys} == {
        (t, k) for t, keys in KEYS.items() for k in keys
    }


def test_every_option_has_one_key():
    names = [name for keys in KEYS.values() for name in keys]
    assert len(names) == len(set(names)), "merging the tables needs unique names"
