"""What may be asked of projects. Objects are reached through ``reach`` only; each question is one statement.

``reach`` checks who asks, ``inside`` reads what is in a reached project, ``boards`` the whole state of
teams at once, ``outcomes`` marks and results, ``waiting`` what a person should do next.
"""
