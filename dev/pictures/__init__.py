"""The small pictures of docs/methods: computed by the engine and written as SVG by `python -m dev.pictures`."""
