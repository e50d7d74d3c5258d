"""The documents that client types are generated from: OpenAPI of both origins, and the events."""

import json
from typing import Any

import msgspec

from hub.realtime import protocol
from hub.registry import typescript
from hub.registry.cards import card_actions
from hub.registry.entries import entry_kinds
from hub.registry.routes import frames, schemas


def event_schema() -> dict[str, Any]:
    """JSON Schema of every frame, entry body and card action, as OpenAPI components.

    `x-frames-in`, `x-frames-out`, `x-entries` and `x-actions` say which component is what.
    """
    own_in = [
        value
        for value in vars(protocol).values()
        if isinstance(value, type) and issubclass(value, protocol.In) and value is not protocol.In
    ]
    structs_in = list(dict.fromkeys([*own_in, *(frame.struct for frame in frames)]))
    structs_out = list(protocol.BASE_OUT)
    bodies = {kind.name: kind.body for kind in entry_kinds}
    actions = {action.name: action.data for action in card_actions}
    every = [*structs_in, *structs_out, *bodies.values(), *actions.values(), *schemas]
    unique = list(dict.fromkeys(every))
    _, components = msgspec.json.schema_components(
        unique, ref_template="#/components/schemas/{name}"
    )
    return {
        "openapi": "3.1.0",
        "info": {"title": "Hub events (hub.v1)", "version": "1"},
        "paths": {},
        "components": {"schemas": components},
        "x-frames-in": sorted(struct.__name__ for struct in structs_in),
        "x-frames-out": sorted(struct.__name__ for struct in structs_out),
        "x-entries": {name: body.__name__ for name, body in sorted(bodies.items())},
        "x-actions": {name: data.__name__ for name, data in sorted(actions.items())},
    }


def documents() -> dict[str, str]:
    """File name → text: the documents, and the TypeScript types made from them."""
    from hub.web.compose import api_of

    events = event_schema()
    staff = dict(api_of("staff").get_openapi_schema(path_prefix="/api/v1/"))
    public = dict(api_of("public").get_openapi_schema(path_prefix="/api/v1/"))
    tables = {"EntryBodies": events["x-entries"], "ActionData": events["x-actions"]}
    unions = {"ServerFrame": events["x-frames-out"], "ClientFrame": events["x-frames-in"]}
    return {
        "events.json": _json(events),
        "events.ts": typescript.module(events["components"]["schemas"], tables, unions),
        "openapi-staff.json": _json(staff),
        "staff.ts": typescript.module(staff["components"]["schemas"]),
        "openapi-public.json": _json(public),
        "public.ts": typescript.module(public["components"]["schemas"]),
    }


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
