"""The formula sheet on paper."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser


def test_it_is_one_page_of_a4(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    page.goto((site / "book/formula_sheet.html").as_uri())
    page.emulate_media(media="print")
    clipped = page.evaluate(
        """async () => {
            await document.fonts.ready;
            const sheet = document.querySelector(".s-sheet");
            sheet.style.width = "192mm";
            const clipped = [...document.querySelectorAll(".s-sheet dd")]
                .filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.textContent);
            sheet.style.width = "";
            return clipped;
        }"""
    )
    pdf = page.pdf(prefer_css_page_size=True)
    page.close()
    assert clipped == []
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    (box,) = set(re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", pdf))
    assert [round(float(side)) for side in box] == [595, 842]  # points
