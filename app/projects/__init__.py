"""Team tasks: accepted, planned, carried out, handed in, marked by several hands, released, explained.

A project runs one task book for one cohort. ``engine`` is pure: the task book, the gates and the result
as a function of its inputs. Nothing that is computed can be reached by a student before it is released;
``queries.results.visible_results`` is the only way to a released number.
"""
