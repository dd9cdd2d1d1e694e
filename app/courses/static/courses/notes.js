// Highlights and notes beside a lesson, and words that explain themselves under the pointer. Without this script
// notes are written in the form at the end of the lesson, and a word opens its card when it is pressed.
import { token } from "../web/js/saved.js";

const page = document.querySelector("[data-lesson]");
const body = page.querySelector("[data-body]");
const form = page.querySelector("[data-notes]");
const bar = page.querySelector("[data-mark-bar]");
const linger = 350;
let passage = null;
let marks = 0;

function texts() {
    const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    return nodes;
}

// The range of a quoted passage: the text without spaces, found again wherever the markup cuts it.
function find(quote) {
    const wanted = quote.replace(/\s+/g, "");
    const nodes = texts();
    const places = [];
    let all = "";
    for (const node of nodes) {
        for (let at = 0; at < node.data.length; at += 1) {
            if (!/\s/.test(node.data[at])) {
                all += node.data[at];
                places.push([node, at]);
            }
        }
    }
    const start = wanted ? all.indexOf(wanted) : -1;
    if (start < 0) return null;
    const range = new Range();
    range.setStart(...places[start]);
    const [last, at] = places[start + wanted.length - 1];
    range.setEnd(last, at + 1);
    return range;
}

function paint() {
    if (!CSS.highlights) return;
    const quotes = [...page.querySelectorAll(".note-quote a")].map((link) => link.textContent);
    const ranges = quotes.map(find).filter(Boolean);
    CSS.highlights.set("kampus-notes", new Highlight(...ranges));
}

function heading(range) {
    let here = "";
    for (const one of body.querySelectorAll("h2[id]")) {
        if (one.compareDocumentPosition(range.startContainer) & Node.DOCUMENT_POSITION_FOLLOWING) here = one.id;
    }
    return here;
}

function selected() {
    const selection = getSelection();
    const range = selection.rangeCount ? selection.getRangeAt(0) : null;
    const inside = range && !selection.isCollapsed && body.contains(range.commonAncestorContainer);
    passage = inside ? { quote: selection.toString().trim().slice(0, 600), anchor: heading(range) } : null;
    bar.hidden = !passage?.quote;
}

async function mark() {
    const data = new FormData();
    data.set("quote", passage.quote);
    data.set("anchor", passage.anchor);
    marks += 1;
    data.set("key", `${page.dataset.visit}-${marks}`);
    const answer = await fetch(form.action, {
        method: "POST",
        body: data,
        headers: { "X-CSRFToken": token(), Accept: "application/json" },
    });
    if (answer.ok) {
        getSelection().removeAllRanges();
        const fresh = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
        const cards = fresh.querySelectorAll(".notes .note-card");
        for (const old of page.querySelectorAll(".notes .note-card")) old.remove();
        form.before(...cards);
        paint();
    }
}

function note() {
    let quote = form.querySelector("[name=quote]");
    if (!quote) {
        quote = document.createElement("input");
        quote.type = "hidden";
        quote.name = "quote";
        form.append(quote);
    }
    quote.value = passage.quote;
    form.elements.anchor.value = passage.anchor;
    form.elements.text.required = false;
    form.elements.text.focus();
    bar.hidden = true;
}

document.addEventListener("selectionchange", selected);
bar.querySelector("[data-mark]").addEventListener("click", mark);
bar.querySelector("[data-mark-note]").addEventListener("click", note);
paint();

for (const word of body.querySelectorAll(".term[popovertarget]")) {
    const card = document.getElementById(word.getAttribute("popovertarget"));
    if (!card?.showPopover) continue;
    let timer = 0;
    let byPointer = false;
    const later = (act) => {
        clearTimeout(timer);
        timer = setTimeout(act, linger);
    };
    const open = () => {
        if (!card.matches(":popover-open")) {
            byPointer = true;
            card.showPopover({ source: word });
        }
    };
    const close = () => {
        if (byPointer && card.matches(":popover-open")) card.hidePopover();
        byPointer = false;
    };
    word.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && later(open));
    word.addEventListener("pointerleave", () => later(close));
    word.addEventListener("click", () => clearTimeout(timer));
    card.addEventListener("pointerenter", () => clearTimeout(timer));
    card.addEventListener("pointerleave", () => later(close));
}
