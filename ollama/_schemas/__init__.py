"""Python types to JSON Schemas, and JSON to values of Python types."""
