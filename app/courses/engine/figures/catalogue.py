"""Every figure by the name lessons use: ``{{figure:pareto}}``."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from app.courses.engine.figures import (
    department,
    duties_cycle,
    four_elements,
    pareto,
    reporting_line,
    self_radar,
    six_criteria,
    trust_triangle,
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
    }
)
