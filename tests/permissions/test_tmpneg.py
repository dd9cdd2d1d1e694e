
from tests.permissions.test_table import *
def test_print(town: Town, nothing_stays) -> None:
    rows = {}
    for person in PEOPLE:
        kind, _, role = person.rpartition(":")
        house = town.house(kind or "college")
        client = town.forgetful(house, role)
        for key, rule in table.routes(town.app).items():
            if "negotiation." in key:
                rows.setdefault(key, []).append(ask(client, key.split()[0], table.own(rule, house))[0])
    for key in sorted(rows, key=lambda k: k.split()[1]):
        print("ROW", key, " ".join(rows[key]))
    assert False
