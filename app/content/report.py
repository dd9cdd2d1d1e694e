"""A report as text for people, as JSON for scripts, as SARIF for editors and code review."""

import json
from typing import Any

from app.content.chinese import in_chinese
from app.content.findings import Finding, Report
from app.content.lint.rule import RULES

FORMATS = ("text", "json", "sarif")
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(report: Report, form: str = "text", language: str = "en") -> str:
    """Return *report* in the *form* text, json or sarif; *language* is en or zh."""
    return {"text": _text, "json": _json, "sarif": _sarif}[form](report, language)


def _title(code: str, language: str) -> str:
    rule = RULES.get(code)
    return rule.title.get(language) if rule else ""


def say(sentence: str, language: str) -> str:
    """Return a sentence of a finding in *language*."""
    return in_chinese(sentence) if language == "zh" else sentence


def _line(finding: Finding, language: str) -> str:
    place = finding.place
    mild = ("警告 " if language == "zh" else "warning ") if finding.warning else ""
    hint = f" — {say(finding.hint, language)}" if finding.hint else ""
    message = say(finding.message, language)
    return f"{place.file}:{place.line}:{place.column}: {mild}{finding.code} {message}{hint}"


def _text(report: Report, language: str) -> str:
    lines = [_line(finding, language) for finding in report.findings]
    objects = sum(report.documents.values())
    counts = (report.files, objects, report.errors, report.warnings)
    if language == "zh":
        lines.append("共读取 {} 个文件、{} 个对象:{} 个错误,{} 个警告。".format(*counts).translate(_WIDE))
    else:
        lines.append("{} files, {} objects: {} errors, {} warnings.".format(*counts))
    return "\n".join(lines)


_WIDE = str.maketrans({",": "\uff0c", ":": "\uff1a"})


def _json(report: Report, language: str) -> str:
    findings = [
        {
            "file": finding.place.file,
            "line": finding.place.line,
            "column": finding.place.column,
            "code": finding.code,
            "level": "warning" if finding.warning else "error",
            "rule": _title(finding.code, language),
            "message": say(finding.message, language),
            "hint": say(finding.hint, language),
        }
        for finding in report.findings
    ]
    counts = {"files": report.files, "objects": report.documents}
    totals = {"errors": report.errors, "warnings": report.warnings}
    return json.dumps({**counts, **totals, "findings": findings}, ensure_ascii=False, indent=2)


def _sarif(report: Report, language: str) -> str:
    used = sorted({finding.code for finding in report.findings})
    rules = [{"id": code, "shortDescription": {"text": _title(code, language) or code}} for code in used]
    driver = {"name": "kampus content lint", "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, language) for finding in report.findings],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _result(finding: Finding, language: str) -> dict[str, Any]:
    region = {"startLine": finding.place.line, "startColumn": finding.place.column}
    place = {"artifactLocation": {"uri": finding.place.file}, "region": region}
    return {
        "ruleId": finding.code,
        "level": "warning" if finding.warning else "error",
        "message": {
            "text": " ".join(say(part, language) for part in (finding.message, finding.hint) if part)
        },
        "locations": [{"physicalLocation": place}],
    }
