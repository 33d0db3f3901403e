"""A notebook's ``ask(...)`` on the site: myst-nb hands its output here (an entry point)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docutils import nodes

MIME = "application/vnd.unrolled.question+json"


class QuestionPlugin:
    """Render a question from its folder as it is now, not as it was when the notebook ran.

    So a corrected hint shows without running the chapter again.
    """

    mime_priority_overrides = (("*", MIME, 0),)

    @staticmethod
    def handle_mime(renderer: Any, data: Any, inline: bool) -> list[nodes.Element] | None:
        """Return the card's nodes, or None for any other kind of output."""
        if inline or data.mime_type != MIME:
            return None
        from unrolled.site.question import render

        content = json.loads(data.content) if isinstance(data.content, str) else data.content
        return render(renderer.renderer.sphinx_env, content.get("id"), data.line)
