"""How the demo company comes into the hub; `demo.seed.parts` runs it, a file a part."""
