"""What changed and why, in words: sentences for the reasons the acts give and for the meters that moved."""

from app.kernel.messages import N_

REASONS = {
    "no_idea_heard": N_("He had told you no idea of his own yet."),
    "nothing_to_summarise": N_("There was nothing of his to sum up yet."),
    "asked_before": N_("You had that answer already."),
    "not_open_enough": N_("He was not open enough to tell you."),
    "need_implied": N_("He named a problem: an implied need."),
    "no_problem_yet": N_("He had not named a problem here yet."),
    "need_severe": N_("The problem grew heavier in his own words."),
    "need_explicit": N_("He said himself what a solution is worth: an explicit need."),
    "need_shallow": N_("He said it would be nice; the problem did not hurt enough yet."),
    "shown_too_early": N_("You showed before he felt a need."),
    "no_explicit_need": N_("He had never said he needed this, so it was no benefit to him."),
    "need_met": N_("You met a need he had stated."),
    "objection_settled": N_("An objection was settled."),
    "objection_clarified": N_("The objection is understood now."),
    "objection_hardened": N_("The objection hardened."),
    "no_objection": N_("There was no open objection to handle."),
    "not_clarified": N_("You answered before you knew what he meant."),
    "package_fits": N_("The terms are good enough for him now."),
    "package_near": N_("The terms are close, but not there."),
    "package_far": N_("The terms are far from what he could accept."),
    "claim_made": N_("He made a claim about your rival."),
    "claim_withdrawn": N_("He took the claim back."),
    "no_claim": N_("There was no claim to verify."),
    "terms_changed": N_("You changed your terms without a reason."),
    "price_before_need": N_("You named terms before he needed anything."),
    "gift": N_("You gave and asked nothing back."),
    "nothing_given": N_("Nothing of it was better for him."),
    "one_sided": N_("It was no exchange: only one side moved."),
    "nothing_on_table": N_("There were no terms on the table."),
    "breach": N_("A breach of integrity: the run is worth nothing."),
    "nothing_to_write": N_("There was nothing to put on paper yet."),
    "not_ready_for_step": N_("He was not ready for this step."),
    "step_agreed": N_("He agreed to do something by a date: a real advance."),
    "step_empty": N_("A step that asks nothing of him moves nothing."),
    "not_ready_to_sign": N_("He was not ready to sign."),
    "said_just_now": N_("You had just done the very same thing."),
    "no_hint": N_("Nobody had asked you for a favour."),
    "hint_refused": N_("You refused the favour and left a clean way open."),
    "hint_made": N_("He let a private favour be felt. Silence would soil the deal."),
    "clean_exit": N_("You left a crooked deal with clean hands and a record: a success."),
    "order": N_("He was ready, and the terms suited him."),
}

METERS_UP = {
    "trust": N_("He trusts you more."),
    "patience": N_("He has more patience."),
    "ego": N_("He feels respected."),
    "doubt": N_("He doubts more."),
    "openness": N_("He is more open."),
    "respect": N_("He takes you more seriously."),
    "focus": N_("He sees the way more clearly."),
    "verified": N_("He has something to rely on."),
    "taught": N_("He learned something without losing face."),
    "clean": N_("The deal stays clean."),
}

METERS_DOWN = {
    "trust": N_("He trusts you less."),
    "patience": N_("He has less patience."),
    "ego": N_("He feels slighted."),
    "doubt": N_("He doubts less."),
    "openness": N_("He closes up."),
    "respect": N_("He takes you less seriously."),
    "focus": N_("He sees the way less clearly."),
    "verified": N_("He has less to rely on."),
    "taught": N_("What he does not know shows."),
    "clean": N_("The deal gets murkier."),
}

LARGEST = 2
NOTABLE = 0.03


def in_words(reasons: tuple[str, ...], changes: tuple[tuple[str, float, float], ...]) -> list[str]:
    """Return a turn's sentences (message ids): its reasons, then the largest movements of the meters."""
    moved = [
        (abs(after - before), name, after > before) for name, before, after in changes if name != "patience"
    ]
    moved += [
        (before - after, name, False)
        for name, before, after in changes
        if name == "patience" and before > after
    ]
    largest = sorted((row for row in moved if row[0] >= NOTABLE), reverse=True)[:LARGEST]
    words = [REASONS[reason] for reason in reasons]
    return words + [(METERS_UP if up else METERS_DOWN)[name] for _, name, up in largest]
