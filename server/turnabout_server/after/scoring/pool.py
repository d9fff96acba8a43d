"""Values of single people, of which only pooled facts come out."""

from collections.abc import Mapping
from statistics import fmean


class Pool:
    """One value a person. Nobody outside can get at a single one: there is no way to ask for it.

    Whoever wants the mean says how many people it takes, and gets None when there are fewer.
    """

    __slots__ = ("__values",)

    def __init__(self, values: Mapping[int, float]) -> None:
        """`values` by seat."""
        self.__values = dict(values)

    @property
    def people(self) -> frozenset[int]:
        """The seats whose values these are."""
        return frozenset(self.__values)

    def __len__(self) -> int:
        return len(self.__values)

    def mean(self, need: int) -> float | None:
        """Return the mean; None when fewer than `need` people stand behind it, at least two."""
        if len(self) < max(2, need):
            return None
        # In one order, so that the same values give the same sum to the last bit.
        return fmean(sorted(self.__values.values()))

    def __or__(self, more: "Pool") -> "Pool":
        """Return both together. They must be of different people."""
        return Pool({**self.__values, **more.__values})

    def __repr__(self) -> str:
        return f"Pool of {len(self)}"
