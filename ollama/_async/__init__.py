"""All code that waits for the server. `_sync` is rendered from it, without `await`."""
