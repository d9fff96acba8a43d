"""How long a server goes on that nobody stands behind."""

from turnabout.linger import Linger


def test_while_somebody_stands_behind_it_it_goes_on() -> None:
    linger = Linger(alone=10, longest=100)
    assert not any(linger.over(now, held=True, people=0) for now in range(0, 1000, 5))


def test_with_nobody_there_it_has_its_grace_from_the_last_that_was() -> None:
    linger = Linger(alone=10, longest=100)
    assert not linger.over(0, held=True, people=2)
    assert not linger.over(5, held=False, people=2)
    assert not linger.over(30, held=False, people=1)
    assert not linger.over(39, held=False, people=0)
    assert linger.over(40, held=False, people=0)


def test_people_keep_it_but_not_for_ever() -> None:
    linger = Linger(alone=10, longest=100)
    assert not linger.over(0, held=True, people=2)
    assert not linger.over(99, held=False, people=2)
    assert linger.over(100, held=False, people=2)


def test_who_comes_back_behind_it_starts_everything_afresh() -> None:
    linger = Linger(alone=10, longest=100)
    assert not linger.over(0, held=True, people=2)
    assert not linger.over(99, held=False, people=2)
    assert not linger.over(99.5, held=True, people=0)
    assert not linger.over(109, held=False, people=0)
    assert linger.over(109.5, held=False, people=0)


def test_whoever_was_gone_before_it_ran_had_it_until_then() -> None:
    linger = Linger(alone=10, longest=100)
    assert not linger.over(500, held=False, people=0)
    assert linger.over(510, held=False, people=0)
