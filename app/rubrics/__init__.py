"""Rubrics, sheets and the mathematics of marking by several hands.

Below the four exercises on purpose: a team task, a role-play call and a manager's checklist are all
marked with criteria and bands. ``engine`` is pure and exact (fractions); ``models`` keeps frozen rubric
versions, sheets and the append-only events behind every point; the rule that nobody marks the own side
(避开原则) is a trigger of the database.
"""
