"""Every pair of colours that meets on a page can be told apart, in both themes."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[2] / "app/web/static/web/css/tokens.css"
BLOCK = re.compile(r"(?P<selector>[^{}]+)\{(?P<body>[^{}]+)\}")
COLOUR = re.compile(r"--(?P<name>[a-z0-9-]+):\s*(?P<value>#[0-9a-f]{6});")
GROUNDS = ("paper", "sheet")
TEXTS = ("ink", "ink-2", "seal", "jade", "ochre", "indigo")
SOFT = ("seal", "jade", "ochre", "indigo")
PAIRS = (
    [(text, ground) for text in TEXTS for ground in GROUNDS]
    + [(tone, f"{tone}-soft") for tone in SOFT]
    + [(text, f"{tone}-soft") for text in ("ink", "ink-2") for tone in SOFT]
    + [("on-seal", "seal"), ("paper", "ink"), ("paper", "seal"), ("sheet", "seal")]
)
EDGES = [(edge, ground) for edge in ("rule-strong", "focus", "seal", "jade", "ochre") for ground in GROUNDS]


def _themes() -> dict[str, dict[str, str]]:
    """Return the colours of each block of tokens.css that sets them, by its selector."""
    blocks = {}
    for match in BLOCK.finditer(TOKENS.read_text(encoding="utf-8")):
        colours = dict(COLOUR.findall(match["body"]))
        if colours:
            blocks[match["selector"].split("*/")[-1].strip()] = colours
    return blocks


THEMES = _themes()
LIGHT, AUTO_DARK, DARK = ":root", ':root:not([data-theme="light"])', ':root[data-theme="dark"]'


def _luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb`` (WCAG 2.2, definition "relative luminance")."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition "contrast ratio")."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_is_the_one_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read(theme: str, text: str, ground: str) -> None:
    assert contrast(THEMES[theme][text], THEMES[theme][ground]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_and_marks_can_be_seen(theme: str, edge: str, ground: str) -> None:
    assert contrast(THEMES[theme][edge], THEMES[theme][ground]) >= 3


def test_dark_is_the_same_whether_chosen_or_followed() -> None:
    assert THEMES[AUTO_DARK] == THEMES[DARK]


def test_both_themes_name_the_same_colours() -> None:
    assert THEMES[LIGHT].keys() == THEMES[DARK].keys()
