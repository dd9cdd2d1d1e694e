"""Documents nobody can change by accident: they are shared by all requests of a process."""

from typing import Any, NoReturn


def _refuse(*_args: object, **_kwargs: object) -> NoReturn:
    raise TypeError("published content cannot be changed; copy.deepcopy() gives you your own")


class FrozenDict(dict[str, Any]):
    """A dict that refuses to be changed; its deep copy is an ordinary dict."""

    __slots__ = ()
    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, Any]:
        """Return an ordinary dict, all the way down."""
        del memo
        return {key: thaw(item) for key, item in self.items()}


class FrozenList(list[Any]):
    """A list that refuses to be changed; its deep copy is an ordinary list."""

    __slots__ = ()
    __setitem__ = __delitem__ = __iadd__ = __imul__ = _refuse
    append = clear = extend = insert = pop = remove = reverse = sort = _refuse

    def __deepcopy__(self, memo: dict[int, Any]) -> list[Any]:
        """Return an ordinary list, all the way down."""
        del memo
        return [thaw(item) for item in self]


def freeze(value: Any) -> Any:
    """Return *value* with every dict and list in it frozen."""
    if isinstance(value, dict):
        return FrozenDict({key: freeze(item) for key, item in value.items()})
    if isinstance(value, list):
        return FrozenList(freeze(item) for item in value)
    return value


def thaw(value: Any) -> Any:
    """Return an ordinary copy of a frozen *value*, all the way down."""
    if isinstance(value, dict):
        return {key: thaw(item) for key, item in value.items()}
    if isinstance(value, list):
        return [thaw(item) for item in value]
    return value
