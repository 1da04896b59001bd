"""Why a value of a settings or voice file is refused, in words for an editor: what may stand there, and what does."""

import json
import re
from collections.abc import Mapping

import msgspec
from msgspec import inspect

_STEP = re.compile(r"\.(\w+)|\[(\d+|\.\.\.)\]")
_MOST_SHOWN = 60
"""Characters of a wrong value."""
_ANY_KEY = "..."
"""What msgspec calls a key that is not its own."""
_SCALARS: Mapping[type[inspect.Type], tuple[type, ...]] = {
    inspect.StrType: (str,),
    inspect.IntType: (int,),
    inspect.FloatType: (int, float),
    inspect.BoolType: (bool,),
}


def not_utf8(error: UnicodeDecodeError) -> str:
    """Return why a file is refused that an older program wrote, and what would be right."""
    line = error.object[: error.start].count(b"\n") + 1
    return f"line {line}: is not UTF-8; save the file in that encoding"


def refusal(error: msgspec.ValidationError, table: object, kind: type) -> tuple[tuple[str, ...], str]:
    """Return where a table is wrong, as the keys that lead there, and what must stand there.

    Args:
        error: What ``msgspec.convert(table, kind)`` raised.
        table: As TOML has it.
        kind: The struct it should be; a ``description`` in a field's ``Meta`` says what its pattern asks for.
    """
    message, _, path = str(error).partition(" - at `$")
    info, value, keys = inspect.type_info(kind), table, []
    for name, index in _STEP.findall(path.rstrip("`")):
        key = name or index
        if key == _ANY_KEY:
            key = _first_unfit(_plain(info), value)
        info, value = _below(_plain(info), value, key)
        keys.append(f"entry {int(key) + 1}" if index.isdigit() else key)
    if message.startswith("Object "):  # a key is missing or unknown, which concerns no value
        return tuple(keys), f"{message[:1].lower()}{message[1:]}".replace("`", "").removeprefix("object ")
    return tuple(keys), f"must be {allowed(info)}, is {shown(value)}"


def _plain(info: inspect.Type) -> inspect.Type:
    return info.type if isinstance(info, inspect.Metadata) else info


def _below(info: inspect.Type, value: object, key: str) -> tuple[inspect.Type, object]:
    """Return what may stand at a key, and what does."""
    if isinstance(info, inspect.StructType) and isinstance(value, dict):
        return next(field.type for field in info.fields if field.encode_name == key), value[key]
    if isinstance(info, inspect.VarTupleType) and isinstance(value, list):
        return info.item_type, value[int(key)]
    if isinstance(info, inspect.DictType) and isinstance(value, dict):
        return info.value_type, value[key]
    return info, value


def _first_unfit(info: inspect.Type, value: object) -> str:
    """Return the key of the value that has another type than a table's values shall have."""
    entries = value if isinstance(value, dict) else {}
    wanted = info.value_type if isinstance(info, inspect.DictType) else info
    kinds = wanted.types if isinstance(wanted, inspect.UnionType) else (wanted,)
    fit = tuple(each for kind in kinds for each in _SCALARS.get(type(kind), ()))
    return next((key for key, each in entries.items() if not isinstance(each, fit)), next(iter(entries), ""))


def allowed(info: inspect.Type) -> str:
    """Return in words what a type takes."""
    if isinstance(info, inspect.Metadata):
        said = (info.extra_json_schema or {}).get("description")
        return str(said) if said else allowed(info.type)
    if isinstance(info, inspect.LiteralType):
        return f"one of {', '.join(shown(each) for each in info.values)}"
    if isinstance(info, inspect.UnionType):
        return " or ".join(allowed(each) for each in info.types)
    if isinstance(info, inspect.IntType | inspect.FloatType):
        return ("a whole number" if isinstance(info, inspect.IntType) else "a number") + _range(info)
    if isinstance(info, inspect.StrType):
        return f"a text in quotes{_length(info)}"
    if isinstance(info, inspect.VarTupleType):
        return 'a list like ["…"]' + (" that is not empty" if info.min_length else "")
    if isinstance(info, inspect.DictType):
        return 'a table like { key = "…" }' if isinstance(_plain(info.value_type), inspect.StrType) else "a table"
    return "true or false" if isinstance(info, inspect.BoolType) else "a table"


def _range(info: inspect.IntType | inspect.FloatType) -> str:
    """Return the bounds of a number; every one of ours has an upper one only where it has a lower one."""
    if info.le is None:
        return f" of at least {info.ge}" if info.ge is not None else ""
    least = f"above {_short(info.gt)} and up to" if info.gt is not None else f"from {_short(info.ge)} to"
    return f" {least} {_short(info.le)}"


def _short(number: float | None) -> str:
    return f"{number:g}" if isinstance(number, float) else str(number)


def _length(info: inspect.StrType) -> str:
    if info.max_length is not None:
        return f" of at most {info.max_length} characters"
    return " that is not empty" if info.min_length else ""


def shown(value: object) -> str:
    """Return a value as TOML would have it, cut when it is long.

    >>> shown(True), shown("é"), shown(3), shown({})
    ('true', '"é"', '3', 'a table')
    """
    if isinstance(value, dict | list):
        return "an empty list" if value == [] else "a list" if isinstance(value, list) else "a table"
    if isinstance(value, bool | str):
        value = json.dumps(value, ensure_ascii=False)
    text = str(value)
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"
