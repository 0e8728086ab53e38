"""What a check that was taken says of questions that were studied before it."""

from ready_cases import NOW, attempt, history, outlook, questions, reviewed, shelf


def test_a_question_missed_in_a_check_counts_as_unknown_until_it_is_studied_again() -> None:
    found = shelf()
    keys = questions(found)
    past, made = reviewed(keys, 90, 60, 30, 10, interval=100), (attempt(found, right=5),)
    missed = [key for key, given in made[0].responses.items() if key in keys][5:]

    before, after = (outlook(found, history(past), each).sections(NOW) for each in ((), made))
    odds = {each.key: each.odds for section in after for each in section.pool}
    assert all(odds[key] == 0 for key in missed)
    assert sum(each.odds > 0 for section in before for each in section.pool) == len(keys)

    again = [*past, *reviewed(missed, 0.5)]
    studied = outlook(found, history(again), made).sections(NOW)
    assert all(each.odds > 0 for section in studied for each in section.pool)
