"""Renders the typed client from the API description. A build tool, never imported at run time."""
