"""A merge is the union of events: in any order, any grouping, any number of times, and nothing is settled silently."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxdrill.core.event import Event, Progress, in_order, merged
from cxdrill.errors import ProgressError

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
POOL = tuple(
    Event(f"{writer:016x}-{number}", START + timedelta(hours=writer, minutes=number), "wake", {"card": f"a/{number}"})
    for writer in range(3)
    for number in range(1, 8)
)

histories = st.builds(
    Progress,
    learner=st.just("me"),
    events=st.lists(st.sampled_from(POOL), unique_by=lambda event: event.id).map(tuple),
    notices=st.just(()),
)
quick = settings(max_examples=150, derandomize=True, deadline=None, database=None)


@quick
@given(histories, histories)
def test_the_order_of_files_does_not_matter(one, two):
    assert merged([one, two]) == merged([two, one])


@quick
@given(histories, histories, histories)
def test_the_grouping_does_not_matter(one, two, three):
    assert merged([merged([one, two]), three]) == merged([one, merged([two, three])]) == merged([one, two, three])


@quick
@given(histories, histories)
def test_merging_again_changes_nothing(one, two):
    both = merged([one, two])
    assert merged([both, one]) == merged([both, both]) == merged([both]) == both


@quick
@given(histories, histories)
def test_no_event_is_lost_and_none_is_made_up(one, two):
    both = merged([one, two])
    assert {event.id for event in both.events} == {event.id for event in (*one.events, *two.events)}
    assert [event.id for event in both.events] == [event.id for event in in_order(both.events)]


def event(at: datetime = START, **fields: object) -> Event:
    return Event("aaaaaaaaaaaaaaaa-1", at, "review", {"card": "a/b", "rating": 3, **fields})


@pytest.mark.parametrize(
    "other",
    [event(rating=1), event(START + timedelta(seconds=1)), event(START.astimezone(timezone(timedelta(hours=1))))],
    ids=["a field", "the time", "the offset"],
)
def test_one_id_with_two_contents_is_reported_never_settled(other):
    with pytest.raises(ProgressError, match="aaaaaaaaaaaaaaaa-1"):
        merged([Progress("me", (event(),)), Progress("me", (other,))])


def test_files_of_two_learners_are_merged_only_when_they_are_said_to_be_one():
    mine, yours = Progress("b", (POOL[0],)), Progress("a", (POOL[1],))
    with pytest.raises(ProgressError, match="different learners"):
        merged([mine, yours])
    assert merged([mine, yours], adopt=True) == merged([yours, mine], adopt=True)
    assert merged([mine, yours], adopt=True).learner == "a"


def test_a_history_without_events_belongs_to_whomever_it_is_merged_with():
    assert merged([Progress("a"), Progress("b", (POOL[0],))]).learner == "b"
    assert merged([Progress("b"), Progress("a")]).learner == "a"


def test_notices_are_kept_once():
    assert merged([Progress("a", (), ("one", "two")), Progress("a", (), ("two",))]).notices == ("one", "two")
