"""Every row of the tables an analyst can edit: what a date expression means on a given day."""

from __future__ import annotations

from pathlib import Path

import pytest

from geomap.config import Options
from geomap.evaluation import dates

GOLD = Path(__file__).parent.parent / "gold"
ROWS = list(dates.read_rows(GOLD / "dates.tsv"))
#: Rows written blind, before the grammar was tried on them.
LATER = [row for path in sorted(GOLD.glob("dates_unseen*.tsv")) for row in dates.read_rows(path)]


@pytest.mark.parametrize(
    "row", [*ROWS, *LATER], ids=lambda r: f"{r.name} {r.expression or 'dateless'}"
)
def test_a_row_is_read_as_the_table_says(row: dates.Row) -> None:
    whens = dates.read_whens(row)
    if row.expression is None:
        assert [w for w in whens if w.edtf is not None] == []
    else:
        when = dates.best_match(row, whens)
        assert dates.is_right(row, when), whens


def test_the_tables_hold_both_languages_and_as_many_rows_again_as_the_design() -> None:
    by_lang = {
        lang: sum(1 for r in ROWS if r.lang == lang and r.expression) for lang in ("fr", "en")
    }
    assert by_lang["fr"] > 100
    assert by_lang["en"] > 85


def test_the_report_counts_what_is_falsely_precise(tmp_path: Path) -> None:
    table = tmp_path / "rows.tsv"
    table.write_text(
        "\t".join(dates.COLUMNS)
        + "\n2023-09-13\tfr\tLe pont a sauté hier.\thier\t2023-09\tmonth\t\t"
        + "\n2023-09-13\tfr\tLe pont a sauté hier.\thier\t2023-09-12\tday\t\t\n",
        encoding="utf-8",
    )
    report = dates.run(table, None, Options())  # type: ignore[arg-type]
    assert report.metrics["n"] == 2
    assert report.metrics["edtf_equal"] == 0.5
    assert report.metrics["falsely_precise"] == 1
