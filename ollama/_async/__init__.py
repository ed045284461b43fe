"""What both clients do that waits for the server; `_sync` has it in the form without awaiting."""
