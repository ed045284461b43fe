"""The targets of the matrix, a module for each language or kind of check."""

from clients.core import Target
from clients.targets import python, scanned, scripting, typescript

TARGETS: tuple[Target, ...] = (
    *typescript.TARGETS,
    *python.TARGETS,
    *scripting.TARGETS,
    *scanned.TARGETS,
)
