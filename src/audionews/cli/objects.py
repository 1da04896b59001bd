"""Values as one JSON object a line, for programs; what makes them is loaded when somebody asks for them."""

from typing import Any


def line(*parts: Any) -> str:
    """Return one JSON object with the fields of several: mappings, or dataclasses with all that is in them."""
    import json
    from dataclasses import asdict

    joined: dict[str, object] = {}
    for part in parts:
        joined |= part if isinstance(part, dict) else asdict(part)
    return json.dumps(joined, ensure_ascii=False)
