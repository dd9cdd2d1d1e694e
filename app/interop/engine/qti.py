"""QTI 2.1: writing a package of items (a ZIP with a manifest)."""

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

CARRIES = ("single", "multiple", "true_false", "numeric", "short_text", "matching", "ordering", "essay")
_NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_CONTENT = "http://www.imsglobal.org/xsd/imscp_v1p1"
_MATCH = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"
_MAP = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/map_response"
# A ZIP with fixed times, so that the same questions give the same bytes.
_MOMENT = (2026, 1, 1, 0, 0, 0)


def write(questions: Iterable[Mapping[str, Any]], *, language: str) -> bytes:
    """Return a QTI 2.1 package of the questions in one *language*; other kinds are left out (``CARRIES``)."""
    items = [(str(q["id"]), _item(q, language)) for q in questions if q["type"] in CARRIES]
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        _put(archive, "imsmanifest.xml", _manifest([ident for ident, _ in items]))
        for ident, item in items:
            _put(archive, f"items/{ident}.xml", item)
    return out.getvalue()


def _put(archive: ZipFile, name: str, root: Element) -> None:
    indent(root)
    text = '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"
    archive.writestr(ZipInfo(name, _MOMENT), text, ZIP_DEFLATED)


def _manifest(ids: list[str]) -> Element:
    root = Element("manifest", xmlns=_CONTENT, identifier="kampus-questions")
    about = SubElement(root, "metadata")
    SubElement(about, "schema").text = "QTIv2.1 Package"
    SubElement(about, "schemaversion").text = "1.0.0"
    SubElement(root, "organizations")
    resources = SubElement(root, "resources")
    for ident in ids:
        href = f"items/{ident}.xml"
        node = SubElement(
            resources, "resource", identifier=f"r-{ident}", type="imsqti_item_xmlv2p1", href=href
        )
        SubElement(node, "file", href=href)
    return root


def _item(question: Mapping[str, Any], language: str) -> Element:
    root = Element(
        "assessmentItem",
        {
            "xmlns": _NAMESPACE,
            "identifier": f"i-{question['id']}",
            "title": str(question["id"]),
            "adaptive": "false",
            "timeDependent": "false",
            "xml:lang": language,
        },
    )
    body = Element("itemBody")
    rule = _WRITERS[question["type"]](root, body, question, language)
    score = SubElement(root, "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float")
    SubElement(SubElement(score, "defaultValue"), "value").text = "0"
    root.append(body)
    if rule:
        SubElement(root, "responseProcessing", template=rule)
    return root


def _declare(root: Element, cardinality: str, base: str, values: list[str]) -> Element:
    node = SubElement(
        root, "responseDeclaration", identifier="RESPONSE", cardinality=cardinality, baseType=base
    )
    if values:
        key = SubElement(node, "correctResponse")
        for value in values:
            SubElement(key, "value").text = value
    return node


def _prompt(parent: Element, question: Mapping[str, Any], language: str) -> None:
    SubElement(parent, "prompt").text = str(question["stem"][language])


def _choice(root: Element, body: Element, question: Mapping[str, Any], language: str) -> str:
    single = question["type"] == "single"
    right = [str(o["id"]) for o in question["options"] if o.get("correct") is True]
    declared = _declare(root, "single" if single else "multiple", "identifier", right)
    shuffle = "false" if question.get("shuffle") is False else "true"
    node = SubElement(
        body,
        "choiceInteraction",
        responseIdentifier="RESPONSE",
        shuffle=shuffle,
        maxChoices="1" if single else "0",
    )
    _prompt(node, question, language)
    for option in question["options"]:
        SubElement(node, "simpleChoice", identifier=str(option["id"])).text = str(option[language])
    if single:
        return _MATCH
    mapping = SubElement(declared, "mapping", lowerBound="0", defaultValue="0")
    for option in question["options"]:
        sign = "" if option.get("correct") is True else "-"
        SubElement(mapping, "mapEntry", mapKey=str(option["id"]), mappedValue=f"{sign}{1 / len(right):.6f}")
    return _MAP


def _true_false(root: Element, body: Element, question: Mapping[str, Any], language: str) -> str:
    words = {"true": {"zh": "对", "en": "True"}, "false": {"zh": "错", "en": "False"}}
    _declare(root, "single", "identifier", ["true" if question["answer"] else "false"])
    node = SubElement(
        body, "choiceInteraction", responseIdentifier="RESPONSE", shuffle="false", maxChoices="1"
    )
    _prompt(node, question, language)
    for word, text in words.items():
        SubElement(node, "simpleChoice", identifier=word).text = text[language]
    return _MATCH


def _numeric(root: Element, body: Element, question: Mapping[str, Any], language: str) -> str:
    _declare(root, "single", "float", [str(question["answer"])])
    SubElement(body, "p").text = str(question["stem"][language])
    line = SubElement(body, "p")
    SubElement(line, "textEntryInteraction", responseIdentifier="RESPONSE", expectedLength="12")
    return _MATCH


def _short(root: Element, body: Element, question: Mapping[str, Any], language: str) -> str:
    words = [str(word) for side in (language, "zh", "en") for word in question["accept"][side]]
    declared = _declare(root, "single", "string", words[:1])
    mapping = SubElement(declared, "mapping", defaultValue="0")
    for word in dict.fromkeys(words):
        SubElement(mapping, "mapEntry", mapKey=word, mappedValue="1", caseSensitive="false")
    SubElement(body, "p").text = str(question["stem"][language])
    line = SubElement(body, "p")
    SubElement(line, "textEntryInteraction", responseIdentifier="RESPONSE", expectedLength="40")
    return _MAP


def _matching(root: Element, body: Element, question: Mapping[str, Any], language: str) -> str:
    pairs = [f"{left} {right}" for left, right in question["pairs"].items()]
    declared = _declare(root, "multiple", "directedPair", pairs)
    mapping = SubElement(declared, "mapping", defaultValue="0")
    for pair in pairs:
        SubElement(mapping, "mapEntry", mapKey=pair, mappedValue=f"{1 / len(pairs):.6f}")
    most = str(len(question["left"]))
    node = SubElement(
        body, "matchInteraction", responseIdentifier="RESPONSE", shuffle="true", maxAssociations=most
    )
    _prompt(node, question, language)
    for key, limit in (("left", "1"), ("right", most)):
        group = SubElement(node, "simpleMatchSet")
        for entry in question[key]:
            choice = SubElement(group, "simpleAssociableChoice", identifier=str(entry["id"]), matchMax=limit)
            choice.text = str(entry[language])
    return _MAP


def _ordering(root: Element, body: Element, question: Mapping[str, Any], language: str) -> str:
    _declare(root, "ordered", "identifier", [str(entry["id"]) for entry in question["items"]])
    node = SubElement(body, "orderInteraction", responseIdentifier="RESPONSE", shuffle="true")
    _prompt(node, question, language)
    for entry in question["items"]:
        SubElement(node, "simpleChoice", identifier=str(entry["id"])).text = str(entry[language])
    return _MATCH


def _essay(root: Element, body: Element, question: Mapping[str, Any], language: str) -> str:
    _declare(root, "single", "string", [])
    node = SubElement(body, "extendedTextInteraction", responseIdentifier="RESPONSE", expectedLines="10")
    _prompt(node, question, language)
    return ""


_WRITERS = {
    "single": _choice,
    "multiple": _choice,
    "true_false": _true_false,
    "numeric": _numeric,
    "short_text": _short,
    "matching": _matching,
    "ordering": _ordering,
    "essay": _essay,
}
