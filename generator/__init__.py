"""Renders the typed client from the API description; a build tool, never imported at run time."""
