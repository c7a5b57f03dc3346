"""HTML, feeds, tables and PDF: real small files, good and bad."""

from __future__ import annotations

import io
import json

import pytest

from geomap.config import ReadOptions
from geomap.model.text import Document
from geomap.model.wire import findings_to_json
from geomap.reading import ReadFailure, read_inputs, read_items
from tests.model.small import make_small_findings

TEXT = "La rivière est sortie de son lit et la route est coupée dans le village."
LONG = " ".join([TEXT] * 4)


def read(path, notice=None, **options):
    items = list(read_inputs([str(path)], ReadOptions(**options), notice))
    good = [i for i in items if isinstance(i, Document)]
    bad = [i for i in items if isinstance(i, ReadFailure)]
    return good, bad


def put(folder, name, data):
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return path


# HTML

PAGE = """<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Crue | Le Journal</title>
<meta property="og:site_name" content="Le Journal">
<meta property="article:published_time" content="2024-05-02T08:30:00+02:00">
<link rel="canonical" href="https://exemple.org/crue">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Crue dans la vallée"}</script>
</head><body><nav><a href="/">Accueil</a> <a href="/sport">Sport</a></nav>
<article><h1>Crue dans la vallée</h1><p>%s</p><p>Les secours sont sur place & la préfète aussi.</p>
<script>alert("{{7*7}}")</script></article><footer>Mentions légales</footer></body></html>"""


def test_a_page_gives_its_article_and_what_it_declares(tmp_path):
    ((document,), bad) = read(put(tmp_path, "crue.html", PAGE % LONG))
    assert not bad
    assert TEXT in document.text
    assert "secours sont sur place & la préfète" in document.text
    for left_out in ("Accueil", "Mentions", "alert", "<p>"):
        assert left_out not in document.text
    assert document.title == "Crue dans la vallée"
    assert (document.date, document.date_precision, document.date_basis) == (
        "2024-05-02T08:30", "minute", "metadata",
    )  # fmt: skip
    assert (document.url, document.outlet, document.lang) == (
        "https://exemple.org/crue", "Le Journal", "fr",
    )  # fmt: skip


def test_a_page_in_the_encoding_it_declares_is_read_in_it(tmp_path):
    page = (PAGE % LONG).replace('charset="utf-8"', 'charset="iso-8859-2"')
    page = page.replace("rivière", "Dunărea Łódź".replace("ă", "č"))
    ((document,), _) = read(put(tmp_path, "a.html", page.encode("iso-8859-2", "ignore")))
    assert "Łódź" in document.text


LIVE = {
    "@context": "https://schema.org",
    "@type": "LiveBlogPosting",
    "headline": "Direct",
    "datePublished": "2024-05-02T06:00:00+02:00",
    "liveBlogUpdate": [
        {"@type": "BlogPosting", "headline": f"Point {n}", "datePublished": f"2024-05-02T1{n}:00:00+02:00",
         "articleBody": f"{TEXT} Entrée {n}."}
        for n in range(4)
    ],
}  # fmt: skip


def test_the_entries_of_a_live_blog_keep_their_dates_and_places_in_the_text(tmp_path):
    page = f'<html lang="fr"><head><script type="application/ld+json">{json.dumps(LIVE)}</script></head><body><p>x</p></body></html>'
    ((document,), _) = read(put(tmp_path, "direct.html", page))
    assert [e.date for e in document.entries] == [f"2024-05-02T1{n}:00" for n in range(4)]
    for number, entry in enumerate(document.entries):
        words = entry.span.of(document.text)
        assert words.startswith(f"Point {number}")
        assert words.endswith(f"Entrée {number}.")


def test_markup_inside_the_entries_of_a_live_blog_is_no_text(tmp_path):
    live = json.loads(json.dumps(LIVE))
    for update in live["liveBlogUpdate"]:
        update["articleBody"] = f"<p>{TEXT}</p><p>L&#39;eau <b>monte</b> &amp; l&eacute;che</p>"
    page = f'<html lang="fr"><script type="application/ld+json">{json.dumps(live)}</script></html>'
    ((document,), _) = read(put(tmp_path, "direct.html", page))
    assert document.entries[2].span.of(document.text) == (
        f"Point 2\n\n{TEXT}\n\nL'eau monte & léche"
    )


def test_clocks_and_labels_before_the_heading_of_an_entry_are_no_text(tmp_path):
    entries = "".join(
        f'<section class="post"><span>1{n}:15</span><time datetime="2024-05-02T1{n}:15">1{n} h 15</time>'
        f"<em>Essentiel</em><h2>Titre {n}</h2><p>{TEXT} Entrée {n}.</p></section>"
        for n in range(3)
    )
    ((document,), _) = read(put(tmp_path, "direct.html", f"<main>{entries}</main>"))
    assert document.entries[1].span.of(document.text) == f"Titre 1\n\n{TEXT} Entrée 1."


def test_entries_are_found_in_the_page_when_nothing_lists_them(tmp_path):
    entries = "".join(
        f'<div class="post"><header><time datetime="2024-05-02T1{n}:15">1{n} h 15</time></header>'
        f"<h3>Titre {n}</h3><p>{TEXT} Entrée {n}.</p></div>"
        for n in range(3)
    )
    ((document,), _) = read(
        put(tmp_path, "direct.html", f"<html><body><main>{entries}</main></body></html>")
    )
    assert [e.date for e in document.entries] == [f"2024-05-02T1{n}:15" for n in range(3)]
    assert [e.title for e in document.entries] == ["Titre 0", "Titre 1", "Titre 2"]
    assert all(f"Entrée {n}." in e.span.of(document.text) for n, e in enumerate(document.entries))


@pytest.mark.parametrize(
    "markup", ["<html><body></body></html>", "<html><body><script>x()</script></body></html>"]
)
def test_a_page_without_text_is_listed(tmp_path, markup):
    good, (failure,) = read(put(tmp_path, "vide.html", markup))
    assert not good
    assert "no article text" in str(failure)


# feeds

RSS = """<?xml version="1.0" encoding="%s"?><rss version="2.0"><channel><title>Dépêches</title><language>fr-FR</language>
<item><title>Crue &amp; orages</title><link>https://e.org/1</link><guid>g1</guid>
<pubDate>Thu, 02 May 2024 08:30:00 +0200</pubDate><description>&lt;p&gt;%s&lt;/p&gt;&lt;p&gt;Fin.&lt;/p&gt;</description></item>
<item><title>Sans corps</title><guid>g2</guid></item>
%s</channel></rss>"""


def test_each_item_of_a_feed_is_a_document_with_its_date(tmp_path):
    (first, second), bad = read(put(tmp_path, "fil.rss", RSS % ("utf-8", TEXT, "")))
    assert not bad
    assert first.text == f"Crue & orages\n\n{TEXT}\n\nFin."
    assert (first.id, first.url, first.outlet) == ("g1", "https://e.org/1", "Dépêches")
    assert (first.date, first.date_basis) == ("2024-05-02T08:30", "row")
    assert (second.id, second.text, second.date) == ("g2", "Sans corps", None)


def test_a_feed_in_windows_1252_says_so_and_is_read(tmp_path):
    data = (RSS % ("windows-1252", TEXT, "")).encode("cp1252")
    (first, _), _ = read(put(tmp_path, "fil.xml", data))
    assert "rivière" in first.text


def test_atom_is_read_too(tmp_path):
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><entry><id>a</id><title>T</title>'
        f"<updated>2024-05-02T10:00:00Z</updated><content>{TEXT}</content></entry></feed>"
    )
    ((document,), _) = read(put(tmp_path, "fil.atom", atom))
    assert (document.id, document.date, document.text) == ("a", "2024-05-02T10:00", f"T\n\n{TEXT}")


def test_an_item_without_an_address_has_none(tmp_path):
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>J</title><entry><id>tag:e,1</id>'
        f"<title>Crue</title><summary>{TEXT}</summary></entry></feed>"
    )
    ((document,), _) = read(put(tmp_path, "a.atom", atom))
    assert (document.id, document.url) == ("tag:e,1", None)


def test_a_broken_feed_names_the_line_and_gives_what_it_can(tmp_path):
    good, (failure, _empty) = read(
        put(tmp_path, "fil.rss", RSS % ("utf-8", TEXT, "<item><title>x</item>"))
    )
    assert [d.id for d in good][:2] == ["g1", "g2"]
    assert "fil.rss:5:" in str(failure)
    assert "broken XML" in str(failure)


def test_xml_that_is_no_feed_is_listed(tmp_path):
    _, (failure,) = read(put(tmp_path, "a.xml", "<note><to>x</to></note>"))
    assert "neither RSS nor Atom" in str(failure)


# tables


def test_a_table_is_read_by_what_its_columns_are_called_and_says_which(tmp_path):
    told = []
    path = put(
        tmp_path, "depeches.csv",
        f'Identifiant;Titre;Texte;Date publication;Lien\n7;Crue;"{TEXT}\n\n«Suite»";02/05/2024;https://e.org\n',
    )  # fmt: skip
    ((document,), _) = read(path, told.append, lang="fr")
    assert (document.id, document.title, document.url) == ("7", "Crue", "https://e.org")
    assert document.text == f"{TEXT}\n\n«Suite»"
    assert document.date == "2024-05-02"
    assert any("';'" in line for line in told)
    assert any("'Texte'" in line and "'Date publication'" in line for line in told)


@pytest.mark.parametrize(
    ("value", "date", "precision"),
    [
        ("2024-05-02", "2024-05-02", "day"),
        ("2024-05", "2024-05", "month"),
        ("2024-05-02T00:00:00Z", "2024-05-02", "day"),
        ("2024-05-02 08:30:11.123+02:00", "2024-05-02T08:30", "minute"),
        ("20240502", "2024-05-02", "day"),
        ("13/05/2024", "2024-05-13", "day"),
        ("02/05/2024", "2024-05-02", "day"),
        ("hier", None, None),
        ("", None, None),
    ],
)
def test_a_date_of_a_row_is_read_or_left_unknown(tmp_path, value, date, precision):
    path = put(tmp_path, "a.tsv", f"text\tdate\n{TEXT}\t{value}\n")
    ((document,), _) = read(path)
    assert (document.date, document.date_precision) == (date, precision)
    assert bool(document.warnings) == bool(value and not date)


def test_a_day_that_could_be_a_month_is_unknown_in_an_english_row(tmp_path):
    text = "The river has left its bed and the road through the village is closed."
    ((document,), _) = read(put(tmp_path, "a.tsv", f"text\tdate\n{text}\t02/05/2024\n"))
    assert document.lang == "en"
    assert document.date is None
    assert "02/05/2024" in document.warnings[0]


def test_a_table_without_a_date_says_so(tmp_path):
    told = []
    read(put(tmp_path, "a.csv", f"texte,ville\n{TEXT},Lyon\n"), told.append)
    assert any("no date" in line and "--date-column" in line for line in told)


def test_a_table_without_the_named_column_says_which_there_are(tmp_path):
    path = put(tmp_path, "a.csv", f"corps,jour\n{TEXT},2024\n")
    good, (failure,) = read(path, text_column="corp")
    assert not good
    assert "did you mean 'corps'" in str(failure)
    assert "corps, jour" in str(failure)


def test_a_table_that_shows_no_text_column_asks(tmp_path):
    _, (failure,) = read(put(tmp_path, "a.csv", "a,b\n1,2\n"))
    assert "--text-column" in str(failure)


def test_a_bad_row_is_named_by_its_line_and_the_others_are_read(tmp_path):
    path = put(tmp_path, "a.csv", f'id,text\n1,"{TEXT}\nencore"\n2,\n3,{TEXT}\n4,x,y,z\n')
    good, bad = read(path)
    assert [d.id for d in good] == ["1", "3"]
    assert [str(b).split(": ")[0].removeprefix(str(path)) for b in bad] == [":4", ":6"]


def test_a_quotation_mark_that_is_not_closed_swallows_no_row_in_silence(tmp_path):
    path = put(
        tmp_path, "a.csv", f'text,date\n{TEXT},2024-05-01\n"{TEXT},2024-05-02\n{TEXT},2024-05-03\n'
    )
    (document,), (failure,) = read(path)
    assert document.date == "2024-05-01"
    assert str(failure).startswith(f"{path}:3: a quotation mark is not closed")


def test_a_short_row_with_lines_in_its_last_cell_is_read(tmp_path):
    path = put(tmp_path, "a.csv", f'id,text,date\n1,"{TEXT}\nencore, oui"\n2,{TEXT},2024\n')
    good, bad = read(path)
    assert [d.id for d in good] == ["1", "2"]
    assert not bad


def test_a_table_with_nothing_but_its_header_is_listed(tmp_path):
    _, (failure,) = read(put(tmp_path, "a.csv", "text,date\n"))
    assert "no row" in str(failure)


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_json_nested_without_end_is_listed_and_the_rest_is_read(tmp_path, name):
    deep = "[" * 100_000 + "]" * 100_000
    path = put(tmp_path, name, f'{{"text": {deep}}}\n')
    put(tmp_path, "b.txt", TEXT)
    (document,), (failure,) = read(tmp_path)
    assert "nested too deeply" in str(failure)
    assert name in str(failure)
    assert document.text == TEXT
    assert path.exists()


def test_entities_of_a_feed_neither_grow_nor_read_files(tmp_path):
    lols = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    secret = put(tmp_path, "secret.bin", "motdepasse")
    bomb = (
        f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "lol">{lols}<!ENTITY x SYSTEM "file://{secret}">]>'
        f'<rss version="2.0"><channel><item><title>&x; &l9;</title><description>{TEXT}</description></item></channel></rss>'
    )
    good, _ = read(put(tmp_path, "a.rss", bomb))
    assert all("motdepasse" not in d.text and len(d.text) < 1000 for d in good)


def test_a_long_article_fits_in_a_cell(tmp_path):
    long = TEXT * 3000
    ((document,), _) = read(put(tmp_path, "a.csv", f"text\n{long}\n"))
    assert document.text == long


def test_windows_1252_and_utf16_tables_are_read(tmp_path):
    rows = f"id;texte\n1;{TEXT}\n"
    for name, data in (
        ("a.csv", rows.encode("cp1252")),
        ("b.csv", b"\xff\xfe" + rows.encode("utf-16-le")),
    ):
        ((document,), _) = read(put(tmp_path, name, data))
        assert document.text == TEXT


def test_json_lines_are_read_line_by_line(tmp_path):
    lines = [
        json.dumps({"id": "a", "text": TEXT, "date": "2024-05-02", "lang": "fr"}),
        "{pas du json",
        '{"id": "s", "text": "demi \\ud83d paire"}',
        "[1, 2]",
        json.dumps({"id": "b", "text": TEXT}),
    ]
    good, bad = read(put(tmp_path, "a.jsonl", "\n".join(lines)))
    assert [d.id for d in good] == ["a", "b"]
    assert [f.source.rpartition(":")[2] for f in bad] == ["2", "3", "4"]


@pytest.mark.parametrize("holder", [None, "articles", "items"])
def test_json_holds_its_rows_in_a_list_or_in_an_object(tmp_path, holder):
    rows = [{"id": 1, "body": TEXT}, {"id": 2, "body": TEXT}]
    data = rows if holder is None else {"count": 2, holder: rows}
    good, _ = read(put(tmp_path, "a.json", json.dumps(data, indent=2)))
    assert [d.id for d in good] == ["1", "2"]


def test_parquet_is_read_with_its_dates(tmp_path):
    import datetime

    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table(
        {"text": [TEXT, None], "published": [datetime.datetime(2024, 5, 2, 8, 30)] * 2}
    )
    pq.write_table(table, tmp_path / "a.parquet")
    (document,), (failure,) = read(tmp_path / "a.parquet")
    assert (document.text, document.date) == (TEXT, "2024-05-02T08:30")
    assert "[2]" in str(failure)


def test_rows_of_one_id_are_told_apart(tmp_path):
    good, _ = read(put(tmp_path, "a.jsonl", "\n".join([json.dumps({"id": "x", "text": TEXT})] * 3)))
    assert [d.id for d in good] == ["x", "x~2", "x~3"]


def test_findings_are_an_input_too(tmp_path):
    found = make_small_findings()
    path = put(tmp_path, "f.jsonl", findings_to_json(found) + b"\n")
    assert list(read_items([str(path)], ReadOptions())) == [found]
    ((document,), _) = read(path)
    assert document == found.document


def test_findings_that_were_damaged_are_listed_by_line(tmp_path):
    found = findings_to_json(make_small_findings())
    path = put(
        tmp_path, "f.jsonl", found + b"\n" + found.replace(b'"start":0', b'"start":3', 1) + b"\n"
    )
    good, bad = read(path)
    assert len(good) == 1
    assert "f.jsonl:2" in str(bad[0])


# PDF


def make_pdf(lines, password=None, text=True):
    """A real small PDF of one page."""
    import pypdf
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(595, 842)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
        }
    )
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): writer._add_object(font)})}
    )
    stream = DecodedStreamObject()
    shown = b"".join(
        b"(" + line.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)") + b") Tj T*\n"
        for line in lines
    )
    stream.set_data(b"BT /F1 12 Tf 14 TL 50 800 Td\n" + (shown if text else b"") + b"ET")
    page[NameObject("/Contents")] = writer._add_object(stream)
    writer.add_metadata({"/Title": "Rapport", "/CreationDate": "D:20240502"})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


LINES = [
    "La rivière est sortie de son lit et la route est cou-",
    "pée dans le village, où les secours sont sur place depuis",
    "ce matin.",
    "Un second paragraphe commence ici, et il est lui aussi assez",
    "long pour tenir sur deux lignes de la page.",
]


def test_a_pdf_gives_its_paragraphs(tmp_path):
    told = []
    ((document,), bad) = read(put(tmp_path, "rapport.pdf", make_pdf(LINES)), told.append)
    assert not bad
    first, second = document.text.split("\n\n")
    assert first.endswith(
        "la route est coupée dans le village, où les secours sont sur place depuis ce matin."
    )
    assert second.startswith("Un second paragraphe")
    assert (document.title, document.date) == ("Rapport", None)
    assert "2024-05-02" in told[0]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (make_pdf(LINES, password="secret"), "encrypted"),
        (make_pdf(LINES, text=False), "run OCR"),
        (b"%PDF-1.7\nrien", "damaged"),
        (make_pdf(LINES)[:400], "damaged"),
    ],
)
def test_a_pdf_that_cannot_be_read_says_why(tmp_path, data, told):
    good, (failure,) = read(put(tmp_path, "a.pdf", data))
    assert not good
    assert told in str(failure)
