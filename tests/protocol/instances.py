"""Any valid instance of a type of the protocol, made from the type itself."""

from typing import Any

from hypothesis import strategies as st
from msgspec import inspect

ALPHABET = "abzé日[\\]"


def instances(kind: Any) -> st.SearchStrategy[Any]:
    """Return a strategy for values of `kind`: a struct, or a union of structs."""
    return _of(inspect.type_info(kind))


def _of(kind: inspect.Type) -> st.SearchStrategy[Any]:
    match kind:
        case inspect.StructType():
            return st.deferred(lambda: _struct(kind))
        case inspect.UnionType():
            return st.one_of([_of(one) for one in kind.types])
        case inspect.DictType():
            most = 3 if kind.max_length is None else min(3, kind.max_length)
            return st.dictionaries(
                _of(kind.key_type),
                _of(kind.value_type),
                min_size=kind.min_length or 0,
                max_size=most,
            )
        case inspect.VarTupleType():
            least = kind.min_length or 0
            return st.lists(_of(kind.item_type), min_size=least, max_size=least + 1).map(tuple)
        case inspect.TupleType():
            return st.tuples(*(_of(one) for one in kind.item_types))
        case _:
            return _scalar(kind)


def _scalar(kind: inspect.Type) -> st.SearchStrategy[Any]:
    match kind:
        case inspect.StrType(pattern=str(pattern)):
            return st.from_regex(pattern)
        case inspect.StrType():
            least = kind.min_length or 0
            most = least + 12 if kind.max_length is None else min(least + 12, kind.max_length)
            return st.text(ALPHABET, min_size=least, max_size=most)
        case inspect.IntType():
            return st.integers(
                -(2**40) if kind.ge is None else int(kind.ge),
                2**40 if kind.le is None else int(kind.le),
            )
        case inspect.FloatType():
            return st.floats(
                0.5 if kind.ge is None else float(kind.ge),
                100 if kind.le is None else float(kind.le),
            )
        case inspect.BoolType():
            return st.booleans()
        case inspect.NoneType():
            return st.none()
        case inspect.LiteralType():
            return st.sampled_from(kind.values)
    raise TypeError(f"no instances of {kind}")


def _struct(kind: inspect.StructType) -> st.SearchStrategy[Any]:
    return st.builds(kind.cls, **{field.name: _of(field.type) for field in kind.fields})
