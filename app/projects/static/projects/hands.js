// Marking without a mouse: arrows and digits on the criterion at hand, kept remarks by search, undo.
// Off while typing (also while an input method composes), in dialogs, and when shortcuts are switched off.

const boxes = [...document.querySelectorAll("form[data-sheet] [data-criterion]")];
const search = document.querySelector("[data-bank-search]");
const undone = [];
let here = -1;

const field = (box, name) => box.querySelector(`[name^="${name}-"]`);
const state = (box) => ({ box, points: field(box, "points").value, comment: field(box, "comment").value });
const known = new Map(boxes.map((box) => [box, state(box)]));

function go(place) {
    if (!boxes.length) return;
    here = Math.max(0, Math.min(boxes.length - 1, place));
    for (const box of boxes) box.toggleAttribute("data-here", box === boxes[here]);
    boxes[here].tabIndex = -1;
    boxes[here].focus({ preventScroll: true });
    boxes[here].scrollIntoView({ block: "nearest" });
}

function changed(element) {
    element.dispatchEvent(new Event("input", { bubbles: true }));
}

function level(number) {
    const band = boxes[here]?.querySelectorAll("[data-lo]")[number - 1];
    if (!band) return;
    band.checked = true;
    changed(band);
}

function point(step) {
    const points = field(boxes[here], "points");
    points.value = Math.max(0, Math.min(Number(points.max), Number(points.value || 0) + step));
    changed(points);
}

function next() {
    if (here < boxes.length - 1) go(here + 1);
    else document.querySelector('form[data-sheet] [name="submit"]').focus();
}

function undo() {
    const last = undone.pop();
    if (!last) return;
    field(last.box, "points").value = last.points;
    field(last.box, "comment").value = last.comment;
    known.set(last.box, last);
    go(boxes.indexOf(last.box));
    changed(field(last.box, "points"));
}

const moves = {
    ArrowDown: () => go(here + 1),
    ArrowUp: () => go(here - 1),
    ArrowLeft: () => point(-1),
    ArrowRight: () => point(1),
    Enter: next,
    c: () => field(boxes[here], "comment").focus(),
    "/": () => search?.focus(),
    u: undo,
};

function typing(target) {
    return target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]") !== null;
}

function off(event) {
    return (
        event.isComposing ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        localStorage.getItem("shortcuts") === "off" ||
        document.querySelector("dialog[open]") !== null
    );
}

document.addEventListener("keydown", (event) => {
    if (off(event) || event.key === "Tab") return;
    if (typing(event.target)) {
        if (event.key === "Escape" && (event.target === search || event.target.closest("[data-criterion]"))) go(here);
        return;
    }
    if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
    const move = /^[1-9]$/.test(event.key) ? () => level(Number(event.key)) : moves[event.key];
    if (!move) return;
    event.preventDefault();
    if (here < 0 && !["ArrowDown", "/"].includes(event.key)) go(0);
    move();
});

for (const [place, box] of boxes.entries()) {
    box.addEventListener("focusin", () => {
        if (here !== place) {
            here = place;
            for (const each of boxes) each.toggleAttribute("data-here", each === box);
        }
    });
    box.addEventListener("input", () => {
        const before = known.get(box);
        const now = state(box);
        if (before.points !== now.points || before.comment !== now.comment) undone.push(before);
        known.set(box, now);
    });
}

function put(text) {
    const box = boxes[Math.max(here, 0)];
    const comment = field(box, "comment");
    comment.value = comment.value ? `${comment.value} ${text}` : text;
    changed(comment);
    go(boxes.indexOf(box));
}

if (search) {
    const rows = [...document.querySelectorAll("[data-snippet]")];
    const shown = () => rows.filter((row) => !row.hidden);
    search.addEventListener("input", () => {
        const wanted = search.value.trim().toLowerCase();
        for (const row of rows) row.hidden = !row.dataset.snippet.toLowerCase().includes(wanted);
    });
    search.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || event.isComposing) return;
        event.preventDefault();
        if (shown()[0]) put(shown()[0].dataset.snippet);
        search.value = "";
        changed(search);
    });
    for (const row of rows) row.querySelector("[data-put]").addEventListener("click", () => put(row.dataset.snippet));
}

if (location.hash) go(boxes.findIndex((box) => `#${box.id}` === location.hash));
