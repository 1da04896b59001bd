"""Values as one JSON object a line, for programs; what makes them is loaded when somebody asks for them."""

from typing import Any


def line(*parts: Any) -> str:
    """Return one JSON object with the fields of several: mappings, or structs with all that is in them."""
    import json

    from msgspec import to_builtins

    joined: dict[str, object] = {}
    for part in parts:
        joined |= part if isinstance(part, dict) else to_builtins(part)
    return json.dumps(joined, ensure_ascii=False)
