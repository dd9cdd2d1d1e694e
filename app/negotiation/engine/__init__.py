"""The simulated customer: pure functions, standard library only, no clock, no hidden randomness.

A run is (case document, archetype document, seed, acts). Everything else is computed from these,
so that rewind, branch, replay and the counterfactuals of the debrief are replays of a prefix.
"""
