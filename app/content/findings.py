"""What the linter reports: a fault at a place, and the report of one run."""

from dataclasses import dataclass, field

from app.content.sources import Place


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault at one place. A *warning* does not stop a release; an error does."""

    place: Place
    code: str
    message: str
    hint: str = ""
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of one run, sorted by place, and how much was read."""

    findings: list[Finding] = field(default_factory=list)
    files: int = 0
    documents: dict[str, int] = field(default_factory=dict)

    @property
    def errors(self) -> int:
        """Return the number of findings that stop a release."""
        return sum(1 for finding in self.findings if not finding.warning)

    @property
    def warnings(self) -> int:
        """Return the number of findings that do not."""
        return len(self.findings) - self.errors

    @property
    def exit_code(self) -> int:
        """Return 0 when nothing stops a release, else 1 (2 is kept for runs that could not begin)."""
        return 1 if self.errors else 0

    def below(self, name: str) -> "Report":
        """Return the report with only the findings in the file or folder called *name*."""
        inside = name.strip("/")
        kept = [f for f in self.findings if f.place.file == inside or f.place.file.startswith(inside + "/")]
        return Report(kept, self.files, self.documents)
