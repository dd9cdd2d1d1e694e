"""The sentences behind "how this was computed", by the stable code that stored results keep.

A stored explanation holds codes and numbers only; the words are looked up here, so a better wording or a
better translation also improves explanations that were stored years ago. A code is never re-used.
"""

from app.kernel.messages import N_

SENTENCES = {
    "criterion.points": N_("%(criterion)s: %(points)s of %(maximum)s points, level “%(band)s” (%(span)s)."),
    "criterion.comment": N_("Remark: %(comment)s"),
    "sheet.teacher": N_(
        "The teacher's sheet: the criteria add up to %(points)s of %(maximum)s points, which is %(mark)s."
    ),
    "sheet.delegate": N_(
        "The delegate of %(team)s: the criteria add up to %(points)s of %(maximum)s points, "
        "which is %(mark)s."
    ),
    "team.composite": N_(
        "Team mark: %(teacher_share)s × teacher %(teacher)s + %(student_share)s × other teams %(students)s "
        "= %(exact)s, rounded half up to %(mark)s."
    ),
    "team.teacher_only": N_(
        "Team mark: no delegate's mark counts here, so the teacher's %(teacher)s stands alone: %(mark)s."
    ),
    "team.students_only": N_(
        "Team mark: the teacher gave no mark, so the other teams' %(students)s stands alone: %(mark)s."
    ),
    "team.capped": N_("A mark stays between 0 and 100, so it stops there."),
    "team.waiver": N_("A recorded decision released the marks although a share was missing: %(reason)s"),
    "team.left_out": N_("The sheet of %(team)s's delegate was left out by the teacher: %(reason)s"),
    "student.mean": N_(
        "Other teams: the plain mean of %(count)s delegates' marks is %(total)s ÷ %(count)s = %(mark)s."
    ),
    "student.fallback": N_(
        "Other teams: there are too few marks to correct for strictness, so the plain mean is used: "
        "%(total)s ÷ %(count)s = %(mark)s."
    ),
    "student.median": N_("Other teams: the middle one of %(count)s delegates' marks is %(mark)s."),
    "student.trimmed": N_(
        "Other teams: of %(count)s delegates' marks the highest and the lowest are left out (from four "
        "marks up); the mean of the rest is %(mark)s."
    ),
    "student.round_robin": N_(
        "Other teams: the team's own delegate marked every team but this one, so strictness would have "
        "helped it. That is taken out: plain mean %(plain)s + the own delegate's generosity %(severity)s "
        "÷ %(others)s = %(mark)s."
    ),
    "student.round_robin_sums": N_(
        "To redo it: all marks of the panel add up to G = %(grand)s, the team received C = %(received)s, "
        "its own delegate gave R = %(given)s; G ÷ %(pairs)s + (%(others)s × C + R − G) ÷ %(divisor)s "
        "= %(mark)s."
    ),
    "student.least_squares": N_(
        "Other teams: some marks are missing, so each mark is first freed of its delegate's generosity; the "
        "mean of the %(count)s freed marks is %(mark)s."
    ),
    "student.freed": N_(
        "The delegate of %(team)s gave %(given)s; with a generosity of %(severity)s taken off, %(freed)s "
        "remains."
    ),
    "student.level": N_(
        "All teams' student marks were moved by %(shift)s points, so that their class mean equals the "
        "teacher's: %(before)s becomes %(mark)s."
    ),
    "student.plain": N_("For comparison: the plain mean of the delegates' marks is %(mark)s."),
    "member.mark": N_(
        "Member's mark: %(team_share)s × team %(team)s × contribution %(factor)s + %(own_share)s × own work "
        "%(own)s = %(exact)s, rounded half up to %(mark)s."
    ),
    "member.mark_less": N_(
        "Member's mark: %(team_share)s × team %(team)s × contribution %(factor)s + %(own_share)s × own work "
        "%(own)s = %(exact)s, minus %(penalty)s, rounded half up to %(mark)s."
    ),
    "member.team_only": N_(
        "Member's mark: team %(team)s × contribution %(factor)s = %(exact)s, rounded half up to %(mark)s. "
        "Work packages were not marked on their own."
    ),
    "member.team_less": N_(
        "Member's mark: team %(team)s × contribution %(factor)s = %(exact)s, minus %(penalty)s, rounded half "
        "up to %(mark)s. Work packages were not marked on their own."
    ),
    "member.capped": N_("More than 100 is not possible, so 100 is where it stops."),
    "member.team_alone": N_("The member's mark is the team's mark: %(mark)s."),
    "member.contribution": N_(
        "Contribution %(factor)s: what %(count)s teammates gave, each compared with the mean that "
        "person gave, comes to %(share)s; a difference up to 0.05 changes nothing, and the factor stays "
        "between 0.5 and 1.2. A member's own answers are never used."
    ),
    "member.contribution_share": N_("One teammate gave %(points)s, with a mean of %(level)s: %(share)s."),
    "member.no_contribution": N_("Contribution 1: no teammate's answers are in, so nothing is changed."),
    "member.own_work": N_("Own work: the work packages, weighted as planned, come to %(mark)s."),
    "member.package": N_("%(package)s: %(mark)s, planned weight %(weight)s %%."),
    "member.penalty": N_(
        "%(penalty)s points come off, because the questions about contribution were not answered."
    ),
    "flag.lazy": N_(
        "The delegate of %(team)s gave nearly the same mark to everyone (spread %(spread)s points, the "
        "teacher's spread is %(teacher)s)."
    ),
    "flag.severe": N_("The delegate of %(team)s marks %(points)s points harder than the panel."),
    "flag.generous": N_("The delegate of %(team)s marks %(points)s points more generously than the panel."),
    "flag.colluding": N_(
        "The delegates of %(team)s and %(other)s lift each other's team: %(points)s points or more above "
        "what their other marks suggest."
    ),
    "flag.lenient_class": N_(
        "The delegates as a whole mark %(points)s points above the teacher. Tying the level to the teacher "
        "would take that out."
    ),
    "flag.harsh_class": N_(
        "The delegates as a whole mark %(points)s points below the teacher. Tying the level to the teacher "
        "would take that out."
    ),
    "panel.agree": N_(
        "The panel agrees on the order of the teams, less on the level: agreement %(raw)s as marked, "
        "%(level)s once each delegate's strictness is taken out (1 is full agreement)."
    ),
    "panel.differ": N_(
        "The panel does not agree on the order of the teams: agreement %(raw)s as marked, %(level)s once "
        "each delegate's strictness is taken out (1 is full agreement). Talk it over before releasing."
    ),
}
