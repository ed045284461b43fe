"""Types to JSON Schema, and JSON to values of types."""
