"""The registries: how an upper floor adds to a lower one without being imported by it.

Import from the module of the thing (`hub.registry.entries`, `.cards`, `.history`, `.wakers`,
`.routes`, `.streams`). Apps register in `AppConfig.ready`.
"""
