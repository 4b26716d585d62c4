"""What axe-core, the checker of accessibility, finds wrong with a part of a page."""

from typing import Any


def violations(page: Any, axe: str, part: str = ".ranklab") -> list[Any]:
    """Its findings, with the nodes."""
    page.add_script_tag(path=axe)
    return list(
        page.evaluate(
            """async (part) => (await axe.run(part)).violations
                .map(({ id, nodes }) => [id, nodes.map((n) => n.html + ' ' + n.failureSummary)])""",
            part,
        )
    )
