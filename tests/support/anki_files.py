"""Anki's own packages and text exports for the set of imports, made with the `anki` package.

`python tests/support/anki_files.py FOLDER` makes them; only the notes' ids are set by hand, so that cards keep theirs.
"""

import json
import sqlite3
import sys
import tempfile
import zipfile
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

from pictures import MP3, PNG

BUS = "El {{c1::autobús}} sale a las {{c2::dos::hora}}"
NOTES: list[tuple[str, str, list[str], str, str]] = [  # note type, deck, fields, tags, id
    ("Basic", "Spanish", ["perro", "dog"], "animals", "aaaaaaaaa1"),
    ("Basic (and reversed card)", "Spanish", ["la <b>habitación</b>", "room&nbsp;&amp; bed"], "hotel house", "k;-*7&2"),
    ("Basic (optional reversed card)", "Spanish", ["llave", "key", "y"], "", "optional-1"),
    ("Basic (optional reversed card)", "Spanish", ["mesa", "table", ""], "", "optional-2"),
    ("Basic (type in the answer)", "Spanish::Verbs", ["to be, for good", "ser"], "verbs::irregular", "typed-1"),
    ("Cloze", "Spanish::Verbs", [f"{BUS} {{x}}", "Every day.<br>Even on Sunday."], "", "cloze-1"),
    ("Cloze", "Spanish::Verbs", ["{{c1::uno}} y {{c1::dos}}", ""], "", "cloze-2"),
    ("Basic", "Spanish", ['¿Qué es <img src="llave.jpg">?', "una llave [sound:llave.mp3]"], "", "media-1"),
    ("Basic", "Default", ["<ul><li>one</li><li>two</li></ul>", "a &lt;list&gt;<script>x()</script>"], "", "html-1"),
    ("Basic", "Default", ['<img src="only.png">', "a picture"], "", "picture-only"),
    ("Vocabulary", "Default", ["der Schlüssel", "key", "Wo ist er?", "not shown"], "", "many-1"),
]  # fmt: skip


def collection(folder: Path) -> Any:
    """A collection with the notes."""
    from anki.collection import Collection

    made = Collection(str(folder / "collection.anki2"))
    _add_vocabulary(made)
    for kind, deck, fields, tags, guid in NOTES:
        note = made.new_note(made.models.by_name(kind))
        note.fields, note.tags, note.guid = fields, tags.split(), guid
        made.add_note(note, made.decks.id(deck))
    return made


def _add_vocabulary(made: Any) -> None:
    """A type with four fields, of which one is on no card, and two ways of asking that are no mirror of each other."""
    models = made.models
    model = models.new("Vocabulary")
    for name in ("Word", "Meaning", "Example", "Remark"):
        models.add_field(model, models.new_field(name))
    shown = "{{FrontSide}}<hr id=answer>{{Meaning}}{{#Example}}<br>{{Example}}{{/Example}}"
    for name, front, back in (
        ("Word", "What is <i>{{Word}}</i>?", shown),
        ("Gap", "{{#Example}}{{Example}} ({{Meaning}}){{/Example}}", "{{Example}} ({{Meaning}})<br>{{Word}}"),
    ):  # fmt: skip
        template = models.new_template(name)
        template["qfmt"], template["afmt"] = front, back
        models.add_template(model, template)
    models.add(model)


MODELS = {"1": {"name": "Basic", "type": 0, "flds": [{"name": "Front", "ord": 0}, {"name": "Back", "ord": 1}],
                "tmpls": [{"ord": 0, "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr id=answer>{{Back}}"}]}}  # fmt: skip


def collection_of(notes, *, models=MODELS, script="") -> bytes:
    """An old collection with notes of fronts and backs."""
    database = sqlite3.connect(":memory:")
    database.executescript(
        "create table col (models text, decks text, crt integer);"
        "create table notes (id integer, guid, mid, tags, flds);"
        "create table cards (id integer, nid, did, odid, ord, type, due, odue, queue, mod);"
        f"create table revlog (id integer, cid, ease, ivl, time, type, factor); {script}"
    )
    database.execute("insert into col values (?, ?, 1700000000)", (json.dumps(models), '{"1": {"name": "Default"}}'))
    for number, sides in zip(count(1), notes):
        database.execute("insert into notes values (?, ?, 1, '', ?)", (number, f"g{number}", "\x1f".join(sides)))
        database.execute("insert into cards values (?, ?, 1, 0, 0, 2, 900, 0, 2, 0)", (number, number))
    database.commit()
    with closing(database):
        return database.serialize()


def packed(path: Path | str, notes: list[tuple[str, str]], *files: tuple[str, bytes | None]) -> Path:
    """An old package with notes of fronts and backs, and with files; one without content is in its list alone."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("collection.anki2", collection_of(notes))
        archive.writestr("media", json.dumps({str(number): name for number, (name, _) in enumerate(files)}))
        for number, (_, content) in enumerate(files):
            if content is not None:
                archive.writestr(str(number), content)
    return Path(path)


def make(folder: Path) -> None:
    """Writes the packages and the text."""
    from anki.collection import ExportAnkiPackageOptions

    with tempfile.TemporaryDirectory() as place:
        made = collection(Path(place))
        for name, is_legacy in (("anki-new.apkg", False), ("anki-old.apkg", True)):
            options = ExportAnkiPackageOptions(with_scheduling=True, with_media=False, legacy=is_legacy)
            made.export_anki_package(out_path=str(folder / name), options=options, limit=None)
        made.export_note_csv(
            out_path=str(folder / "anki-notes.txt"), limit=None,
            with_html=True, with_tags=True, with_deck=True, with_notetype=True, with_guid=True,
        )  # fmt: skip
        made.export_collection_package(str(folder / "anki.colpkg"), include_media=False, legacy=False)


def make_with_media(folder: Path) -> None:
    """Writes packages whose pictures and sounds are in them."""
    from anki.collection import Collection, ExportAnkiPackageOptions

    with tempfile.TemporaryDirectory() as place:
        made = Collection(str(Path(place) / "collection.anki2"))
        named = [made.media.write_data(name, content) for name, content in (("llave 1.png", PNG), ("x.mp3", MP3))]
        assert named == ["llave 1.png", "x.mp3"]
        for kind, fields in (
            ("Basic", ['¿Qué es <img src="llave 1.png" alt="Una llave"> [sound:x.mp3]?', "una llave"]),
            ("Basic", ['<img src="llave%201.png">', 'key <img src="llave 1.png"><img src="gone.png">']),
            ("Basic (and reversed card)", ["la llave", '<img src="llave 1.png">key']),
            ("Cloze", ['{{c1::La llave}} <img src="llave 1.png">[sound:x.mp3][sound:x.mp3]', ""]),
        ):
            note = made.new_note(made.models.by_name(kind))
            note.fields, note.guid = fields, f"media-{len(made.find_notes(''))}"
            made.add_note(note, made.decks.id("Keys"))
        for name, is_legacy in (("anki-media-new.apkg", False), ("anki-media-old.apkg", True)):
            options = ExportAnkiPackageOptions(with_scheduling=False, with_media=True, legacy=is_legacy)
            made.export_anki_package(out_path=str(folder / name), options=options, limit=None)
        made.close()


if __name__ == "__main__":
    make_with_media(Path(sys.argv[1])) if "media" in sys.argv else make(Path(sys.argv[1]))
