"""What may be done to projects: setting up, working in a team, marking, results. Nothing here commits.

``setup`` forms teams and moves a project through its states, ``teamwork`` is what members do, ``marking``
what teachers and delegates do, ``results`` computes and releases. All arguments are keywords.
"""
