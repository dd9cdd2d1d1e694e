"""Every figure by the name lessons use: ``{{figure:pareto}}``."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from app.courses.engine.figures import (
    account_zones,
    after_sales,
    ageing_table,
    archetype_grid,
    buying_roles,
    collection_ladder,
    complaint_loop,
    contact_shapes,
    department,
    duties_cycle,
    four_elements,
    four_tiers,
    go_no_go,
    man_matrix,
    market_layers,
    pareto,
    prospect_funnel,
    pull_supply,
    relation_stages,
    reporting_line,
    scoring_table,
    self_radar,
    six_criteria,
    spin_ladder,
    tender_timeline,
    trust_triangle,
    value_kinds,
)
from app.courses.engine.figures.canvas import Figure

FIGURES: Mapping[str, Callable[[str], Figure]] = MappingProxyType(
    {
        "pareto": pareto.draw,
        "six-criteria": six_criteria.draw,
        "department": department.draw,
        "reporting-line": reporting_line.draw,
        "self-radar": self_radar.draw,
        "duties-cycle": duties_cycle.draw,
        "four-elements": four_elements.draw,
        "trust-triangle": trust_triangle.draw,
        "buying-roles": buying_roles.draw,
        "relation-stages": relation_stages.draw,
        "contact-shapes": contact_shapes.draw,
        "archetype-grid": archetype_grid.draw,
        "spin-ladder": spin_ladder.draw,
        "tender-timeline": tender_timeline.draw,
        "scoring-table": scoring_table.draw,
        "go-no-go": go_no_go.draw,
        "market-layers": market_layers.draw,
        "man-matrix": man_matrix.draw,
        "value-kinds": value_kinds.draw,
        "account-zones": account_zones.draw,
        "four-tiers": four_tiers.draw,
        "prospect-funnel": prospect_funnel.draw,
        "pull-supply": pull_supply.draw,
        "after-sales": after_sales.draw,
        "ageing-table": ageing_table.draw,
        "collection-ladder": collection_ladder.draw,
        "complaint-loop": complaint_loop.draw,
    }
)
