"""The words for what a run and its mark are made of, as message ids."""

from app.kernel.messages import N_

STAGES = {
    "judge": N_("To be judged"),
    "plan": N_("To be planned"),
    "talk": N_("In the talk"),
    "review": N_("To be reviewed"),
    "done": N_("Debriefed"),
}
PARTS = {
    "judge": N_("Judgement"),
    "plan": N_("Counter-strategy"),
    "use": N_("Use and correction"),
    "review": N_("Own review"),
    "guess_0": N_("Type guessed before the talk"),
    "guess_3": N_("Type held at turn 3"),
    "guess_8": N_("Type held at turn 8"),
    "guess_99": N_("Type held at the end"),
    "cues": N_("Signs named that he really showed"),
    "counter": N_("Counter-strategy fits the type"),
    "backup": N_("Back-up fits the type"),
    "trigger": N_("Trigger fits the type"),
    "carried_out": N_("Carried out in the talk"),
    "deal": N_("The talk itself"),
    "corrected": N_("Right, or put right in time"),
    "turning_point": N_("Found a turning point"),
    "better_move": N_("Found the better move"),
    "resolution": N_("A resolution in your own words"),
}
OUTCOMES_SHORT = {
    "order": N_("Order"),
    "advance": N_("Advance"),
    "continuation": N_("Continuation"),
    "no_sale": N_("No sale"),
    "clean": N_("Clean exit"),
}
OUTCOMES = {
    "order": N_("He signed."),
    "advance": N_("A next step that he takes by a date."),
    "continuation": N_("Kind words, no step."),
    "no_sale": N_("The door is shut for now."),
    "clean": N_("You left a crooked deal with clean hands."),
}
BEHAVIOURS = {
    "questions": N_("Asking questions"),
    "testing": N_("Testing understanding and summing up"),
    "feelings": N_("Naming feelings"),
    "attack": N_("Defending and attacking"),
}
CURVES = {
    "trust": N_("Trust"),
    "patience": N_("Patience"),
    "need": N_("Felt need"),
    "lock": N_("His lock"),
}
METERS = {"trust": N_("Trust"), "patience": N_("Patience")}
