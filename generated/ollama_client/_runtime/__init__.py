# Copied from runtime/__init__.py by `make generate`. Do not edit: edit the original.
"""What every operation, model and error of the package is made of, whatever its API description."""
