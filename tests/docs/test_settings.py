"""Every setting that code reads from the environment is told somewhere in the documentation."""

import re

from tests.house_rules.source import Source, python_files, read, shown, text_files

SETTING = re.compile(r"\b(TOUCHSTONE_[A-Z_]*[A-Z]|DATABASE_URL)\b")


def untold(code: list[Source], pages: list[Source]) -> list[str]:
    """Settings that no page names."""
    named = {name for page in pages for name in SETTING.findall(page.text)}
    return sorted({name for file in code for name in SETTING.findall(file.text)} - named)


def test_every_setting_is_told() -> None:
    pages = [page for page in text_files() if page.path.endswith(".md")]
    violations = untold(python_files("touchstone", "dev.py", "manage.py", "hatch_build.py"), pages)
    assert not violations, shown(violations)
    assert "TOUCHSTONE_SECRET_KEY" in read("docs/how-to/run-the-site-in-production.md").text


def test_a_setting_that_nobody_tells_is_found() -> None:
    assert untold([Source("x.py", 'environ["TOUCHSTONE_NEW"]')], [Source("x.md", "nothing")]) == ["TOUCHSTONE_NEW"]
