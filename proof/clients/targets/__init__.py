"""The targets of the matrix: a module for each language or kind of check."""

from ..core import Target
from ..targets import go, java, python, rust, scanned, scripting, typescript

TARGETS: tuple[Target, ...] = (
    *typescript.TARGETS,
    *python.TARGETS,
    *go.TARGETS,
    *rust.TARGETS,
    *java.TARGETS,
    *scripting.TARGETS,
    *scanned.TARGETS,
)
