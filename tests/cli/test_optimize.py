"""`cxdrill optimize`: parameters fitted to one's own reviews, used only if they foretell better, and the way back."""

import sys
from datetime import timedelta
from random import Random

import pytest

from command import events, progress_file, run
from cxdrill.core.event import Draft
from cxdrill.core.settings import Settings
from histories import store
from learners import FIRST_DAY, Learner, QuickModel, other_parameters


@pytest.fixture(scope="module")
def studied(tmp_path_factory):
    """The progress of somebody whose memory is not the usual one."""
    pytest.importorskip("fsrs_rs_python")
    home = tmp_path_factory.mktemp("studied")
    learner = Learner(QuickModel(), QuickModel(other_parameters(Random(3), spread=0.4)), Settings(), seed=3)
    for number in range(120):
        learner.study(FIRST_DAY + timedelta(days=number), 5)
    rows = sorted((review.at, card.key, review) for card in learner.cards for review in card.reviews)
    last = rows[-1][0]
    store(progress_file(home), clock=lambda: last).save_all([_draft(key, review) for _, key, review in rows])
    return progress_file(home).read_bytes()


def _draft(key, review):
    fields = {"card": key, "rating": int(review.rating), "took_ms": 4000, "day": review.day.isoformat()}
    return Draft("review", {**fields, "due": review.due.isoformat()})


@pytest.fixture
def home(tmp_path, studied):
    progress_file(tmp_path).write_bytes(studied)
    return tmp_path


def optimize(home, *arguments):
    return run("optimize", *arguments, home=home)


def test_a_better_fit_is_kept_as_an_event_and_both_numbers_are_told(home):
    shape = optimize(home, "--json").json

    assert shape["applied"] is True
    assert shape["log_loss"]["after"] < shape["log_loss"]["before"]
    assert [event["values"] for event in events(home, "parameters")] == [shape["parameters"]]


def test_the_words_name_both_numbers_and_the_way_back(home):
    out = optimize(home).out

    assert "before, 0." in out
    assert "after the fit to" in out
    assert "are used from now on.\n→ cxdrill optimize --undo" in out


def test_what_foretells_no_better_changes_nothing(home):
    applied = 0
    while optimize(home, "--json").json["applied"]:
        applied += 1
        assert applied < 5
    before = progress_file(home).read_bytes()

    out = optimize(home).out

    assert "foretell no better, so nothing was changed" in out
    assert len(events(home, "parameters")) == applied
    assert progress_file(home).read_bytes() == before


def test_undo_goes_back_and_then_has_nothing_left(home):
    first = optimize(home, "--json").json

    undone, again = optimize(home, "--undo"), optimize(home, "--undo")

    assert (undone.code, again.code) == (0, 1)
    assert "the last fit is taken back" in undone.err
    assert "no fit is in use" in again.err
    assert events(home, "undo")[0]["voids"] == events(home, "parameters")[0]["id"]
    assert optimize(home, "--json").json["log_loss"] == first["log_loss"]


def test_without_the_package_one_sentence_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "fsrs_rs_python", None)

    outcome = optimize(tmp_path)

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.count("\n") == 1
    assert 'pip install "cxdrill[optimize]"' in outcome.err
    assert not progress_file(tmp_path).exists()


def test_too_few_reviews_are_refused(tmp_path):
    pytest.importorskip("fsrs_rs_python")

    outcome = optimize(tmp_path)

    assert outcome.code == 1
    assert "there are 0 reviews" in outcome.err
    assert "needs 64" in outcome.err
    assert not progress_file(tmp_path).exists()
