"""Bytes become keys however the terminal cuts them up."""

import pytest

from cxdrill.terminal.keyboard import KeyDecoder


@pytest.mark.parametrize(
    ("received", "keys"),
    [
        *((b"a1 ", ["a", "1", " "]), (b"\r\n", ["enter", "enter"]), (b"\x1b[A\x1bOC", ["up", "right"])),
        *((b"\x1b[5~x", ["page up", "x"]), ("é日👍".encode(), ["é", "日", "👍"])),
        *((b"\x7f\x04\x15", ["backspace", "end of input", "clear line"]), (b"\x00\x01", []), (b"\x1b[200~", [])),
        *((b"\xff", ["�"]), (b"\x1bq", ["esc", "q"])),
    ],
)
def test_each_key_has_one_name(received, keys):
    assert KeyDecoder().keys(received) == keys


def test_a_key_cut_in_two_is_one_key():
    decoder = KeyDecoder()

    assert decoder.keys(b"\x1b") == []
    assert decoder.is_waiting
    assert decoder.keys(b"[") == []
    assert decoder.keys(b"D") == ["left"]
    assert decoder.keys("日".encode()[:1]) == []
    assert decoder.keys("日".encode()[1:]) == ["日"]


def test_pasted_text_is_one_key_however_it_is_cut():
    decoder = KeyDecoder()

    assert decoder.keys(b"a\x1b[200~two\nli") == ["a"]
    assert decoder.keys(b"nes\x1b[201~b") == ["\x1b[200~two\nlines", "b"]
    assert decoder.keys(b"\x1b[200~cut off") == []
    assert decoder.flush() == ["\x1b[200~cut off"]


def test_an_esc_followed_by_nothing_is_the_esc_key():
    decoder = KeyDecoder()
    decoder.keys(b"\x1b")

    assert decoder.flush() == ["esc"]
    assert not decoder.is_waiting


def test_a_sequence_without_end_is_dropped_and_does_not_swallow_what_follows():
    decoder = KeyDecoder()

    assert decoder.keys(b"\x1b[" + b"1;" * 20 + b"q")[-1:] == ["q"]


def test_forgetting_drops_half_a_key():
    decoder = KeyDecoder()
    decoder.keys(b"\x1b[")
    decoder.forget()

    assert decoder.keys(b"A") == ["A"]
