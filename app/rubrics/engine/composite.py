"""The team mark: teacher and student components in fixed shares, and totals of published values."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from app.kernel.numbers import half_up

TOP = Fraction(100)


def composite(teacher: Fraction, students: Fraction, *, teacher_share: int, student_share: int) -> Fraction:
    """Return the team mark, kept within 0..100; the shares are whole per cent and add up to 100."""
    if teacher_share + student_share != 100 or min(teacher_share, student_share) < 0:
        raise ValueError("shares must add up to 100")
    return clamp((teacher_share * teacher + student_share * students) / 100)


def tied_to_level(
    students: Sequence[Fraction | None], teacher: Sequence[Fraction | None]
) -> tuple[tuple[Fraction | None, ...], Fraction]:
    """Return (shifted student components, shift): the class mean of both is made equal.

    Removes leniency or harshness of the whole class without touching the order. Teams that miss one of
    the two components do not take part in the means.
    """
    both = [(s, t) for s, t in zip(students, teacher, strict=True) if s is not None and t is not None]
    if not both:
        return tuple(students), Fraction(0)
    shift = sum((t - s for s, t in both), Fraction(0)) / len(both)
    return tuple(None if s is None else s + shift for s in students), shift


def clamp(mark: Fraction) -> Fraction:
    """Return *mark* kept within 0..100."""
    return max(Fraction(0), min(TOP, mark))


def published(mark: Fraction) -> Decimal:
    """Return the mark as everyone sees it: one decimal, half up (四舍五入)."""
    return half_up(mark, 1)


def course_total(marks: Mapping[str, Decimal], weights: Mapping[str, int]) -> Fraction:
    """Return Σ weight · published mark ÷ 100; weights are whole per cent and add up to 100."""
    if sum(weights.values()) != 100 or set(weights) != set(marks):
        raise ValueError("weights must add up to 100 and name the same components as the marks")
    return sum((weights[name] * Fraction(mark) for name, mark in marks.items()), Fraction(0)) / 100
