"""The targets of the matrix, a module for each language or kind of check."""

from clients.core import Target
from clients.targets import go, java, python, rust, scanned, scripting, typescript

TARGETS: tuple[Target, ...] = (
    *typescript.TARGETS,
    *go.TARGETS,
    *rust.TARGETS,
    *java.TARGETS,
    *python.TARGETS,
    *scripting.TARGETS,
    *scanned.TARGETS,
)
