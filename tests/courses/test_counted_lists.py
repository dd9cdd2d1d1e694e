"""The counted lists of modules 4 and 7 are kept in full: so many entries as the sources name."""

from pathlib import Path

import pytest
import yaml

CHECKLISTS = Path(__file__).parents[2] / "courses" / "key-account-selling" / "checklists"
COUNTS = {
    "bid-before-submission": 12,
    "bid-go-no-go": 8,
    "lost-bid-review": 8,
    "coaching-5": 5,
    "coaching-notes-4": 4,
    "contact-4": 4,
    "crm-steps-4": 4,
    "customer-kinds-3": 3,
    "defection-3": 3,
    "delusions-3": 3,
    "five-s": 5,
    "golden-3": 3,
    "keep-meanings-3": 3,
    "measures-8": 8,
    "methods-8": 8,
    "new-old-3": 3,
    "news-2": 2,
    "principles-3": 3,
    "rules-8": 8,
    "satisfaction-core-7": 7,
    "satisfaction-practice-5": 5,
    "series-2": 2,
    "service-support-5": 5,
    "steps-9": 9,
    "strategies-10": 10,
    "survey-3": 3,
    "team-7": 7,
    "touch-3": 3,
    "traits-8": 8,
    "views-3": 3,
}


@pytest.mark.parametrize(("name", "count"), COUNTS.items())
def test_list_is_complete(name: str, count: int) -> None:
    document = yaml.safe_load((CHECKLISTS / f"{name}.yaml").read_text(encoding="utf-8"))
    assert document["id"] == name
    assert len(document["items"]) == count
    assert len({item["id"] for item in document["items"]}) == count
    assert all(item["zh"] and item["en"] for item in document["items"])
