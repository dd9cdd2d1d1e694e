"""Everything the program says exists in Chinese and in English."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture import languages

ROOT = Path(__file__).parents[2]
RULES = (languages.gaps, languages.two_ways, languages.lost_parameters, languages.untranslatable)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_interface_is_complete_in_both_languages(rule: Callable[[Path], list[str]]) -> None:
    assert rule(ROOT) == []


def test_rules_notice_what_is_missing(tmp_path: Path) -> None:
    room = tmp_path / "app/pantry"
    (room / "translations/zh/LC_MESSAGES").mkdir(parents=True)
    (room / "templates/pantry").mkdir(parents=True)
    (room / "__init__.py").write_text('"""A room."""\nX = N_("Unsaid %(n)s")\n', encoding="utf-8")
    (room / "templates/pantry/page.html").write_text(
        '<p title="Hard">{{ _("Said") }} Loose</p>', encoding="utf-8"
    )
    catalogue = 'msgid "Said"\nmsgstr ""\n\nmsgid "Old %(n)s"\nmsgstr "旧"\n'
    (room / "translations/zh/LC_MESSAGES/messages.po").write_text(catalogue, encoding="utf-8")
    (tmp_path / "babel.cfg").write_text((ROOT / "babel.cfg").read_text(encoding="utf-8"), encoding="utf-8")
    assert languages.gaps(tmp_path) == [
        "pantry: no Chinese for “Unsaid %(n)s”",
        "pantry: nobody says “Old %(n)s” any more",
        "pantry: empty or in doubt: “Said”",
    ]
    assert languages.lost_parameters(tmp_path) == ["pantry: “Old %(n)s”"]
    found = languages.untranslatable(tmp_path)
    assert found == [
        "app/pantry/templates/pantry/page.html: “Loose”",
        "app/pantry/templates/pantry/page.html: “Hard”",
    ]
