"""Work over several processes: in order, few at once, and only the guilty task is lost when a worker dies."""

import os
from collections.abc import Iterator
from typing import ClassVar
from weakref import WeakSet

import pytest

from audionews.crew import Crew


def double(number: int) -> int:
    return 2 * number


def die_on_three(number: int) -> int:
    if number == 3:
        os._exit(11)
    return 2 * number


def refuse_two(number: int) -> int:
    if number == 2:
        raise ValueError(number)
    return number


class Ring:
    """Refers to itself, so that only the collector frees it."""

    living: ClassVar[WeakSet["Ring"]] = WeakSet()

    def __init__(self) -> None:
        self.own = self
        self.living.add(self)


def leave_a_ring(_: int) -> int:
    left = len(Ring.living)
    Ring()
    return left


def lost(number: int) -> int:
    return -number


def test_results_come_in_the_order_of_the_tasks() -> None:
    assert list(Crew(2, lost)(double, range(9))) == [2 * number for number in range(9)]


def test_a_worker_that_dies_costs_only_the_task_that_killed_it() -> None:
    assert list(Crew(2, lost)(die_on_three, range(7))) == [0, 2, 4, -3, 8, 10, 12]


def test_a_bug_in_a_task_ends_the_run_with_its_own_error() -> None:
    with pytest.raises(ValueError, match="2"):
        list(Crew(2, lost)(refuse_two, range(50)))


def test_only_a_few_tasks_are_taken_ahead_of_their_results() -> None:
    taken: list[int] = []

    def tasks() -> Iterator[int]:
        for number in range(40):
            taken.append(number)
            yield number

    results = Crew(2, lost)(double, tasks())
    next(iter(results))
    assert len(taken) <= 5
    assert list(results)[-1] == 78


def test_what_a_task_leaves_behind_is_gone_before_the_next() -> None:
    assert set(Crew(2, lost)(leave_a_ring, range(9))) == {0}


def test_no_process_is_started_for_nothing() -> None:
    crew: Crew[int, int] = Crew(2, lost)
    assert list(crew(double, [])) == []
