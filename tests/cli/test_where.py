"""`cxdrill where`: the paths in use."""

from shlex import quote

from command import environment, run


def test_every_path_is_named_whether_it_exists_or_not(tmp_path):
    outcome = run("where", "--json", home=tmp_path)

    assert outcome.code == 0
    assert outcome.json["progress"] == str(tmp_path / "progress.json")
    assert outcome.json["config"] == str(tmp_path / "config.toml")
    assert outcome.json["backups"] == str(tmp_path / "backups")
    assert outcome.json["cache"].startswith(str(tmp_path))
    assert len(outcome.json["decks"]) == 1
    lines = run("where", home=tmp_path).out.splitlines()
    assert [line.split()[0] for line in lines] == ["progress", "decks", "config", "cache", "backups"]


def test_options_win_over_variables(tmp_path):
    env = environment(tmp_path, CXDRILL_DECKS=str(tmp_path / "from-variable"))

    found = run("where", "--json", "--progress", "mine.json", "--decks", "a", "--decks", "b", home=tmp_path, env=env)
    without = run("where", "--json", home=tmp_path, env=env)

    assert (found.json["progress"], found.json["decks"]) == ("mine.json", ["a", "b"])
    assert without.json["decks"] == [str(tmp_path / "from-variable")]


def test_conflict_copies_beside_the_progress_are_named(tmp_path):
    copy = tmp_path / "progress (Ann's conflicted copy 2026-03-01).json"
    copy.write_text("{}", "utf-8")

    outcome = run("where", home=tmp_path)

    assert outcome.code == 0
    assert (
        f"{copy} looks like a conflict copy of your progress; join it with: cxdrill merge {quote(str(copy))}"
        in outcome.err
    )


def test_broken_settings_do_not_keep_it_from_saying_where_they_are(tmp_path):
    (tmp_path / "config.toml").write_text("nonsense\n", "utf-8")

    assert run("where", "--plain", home=tmp_path).code == 0
