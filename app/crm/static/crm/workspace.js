// Select words in a document, press F, choose the field, Enter: value and quote are filed. P begins a new record.
// Everything here can also be typed into the forms by hand; without this module the buttons stay hidden.

const lines = document.querySelector("[data-doc]");
const tools = document.querySelector("[data-tools]");
const entry = document.querySelector("form[data-entry]");
const fresh = document.querySelector("form[data-new-record]");
let picked = "";

function selected() {
    const selection = getSelection();
    if (!selection || selection.isCollapsed || !lines) return "";
    const inside = lines.contains(selection.anchorNode) && lines.contains(selection.focusNode);
    return inside ? selection.toString().replace(/\s+/g, " ").trim() : "";
}

function put(form, words) {
    const value = form.elements.namedItem("value");
    if (value.tagName === "INPUT") value.value = words;
    form.elements.namedItem("quote").value = words.slice(0, 200);
    form.elements.namedItem("doc").value = lines.dataset.doc;
    location.hash = "work";
}

function use() {
    picked = selected() || picked;
    if (!picked) return say(tools.querySelector("[data-picked]").dataset.none);
    put(entry, picked);
    entry.dataset.ready = "";
    const field = entry.elements.namedItem("field");
    (field.value ? entry.elements.namedItem("value") : field).focus();
}

function begin() {
    picked = selected() || picked;
    if (!picked) return say(tools.querySelector("[data-picked]").dataset.none);
    fresh.closest("details").open = true;
    put(fresh, picked);
    fresh.elements.namedItem("value").focus();
}

function say(words) {
    tools.querySelector("[data-picked]").textContent = words;
}

// A field with fixed choices offers them as one types; the server accepts their names.
function offer() {
    const value = entry.elements.namedItem("value");
    const option = entry.elements.namedItem("field").selectedOptions[0];
    if (value.tagName !== "INPUT") return;
    if (option?.dataset.choices) value.setAttribute("list", option.dataset.choices);
    else value.removeAttribute("list");
}

if (lines && tools) {
    document.addEventListener("selectionchange", () => {
        const words = selected();
        if (!words) return;
        picked = words;
        say(`“${words.length > 24 ? `${words.slice(0, 24)}…` : words}”`);
    });
    const first = tools.querySelector("[data-use-selection]");
    if (entry) first.addEventListener("click", use);
    else first.remove();
    tools.querySelector("[data-new-person]").addEventListener("click", begin);
    tools.hidden = false;
}
if (entry) {
    // Once a selection is in the form, Enter in the list of fields files it: F, the field's first letter, Enter.
    entry.elements.namedItem("field").addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || !("ready" in entry.dataset) || !event.target.value) return;
        event.preventDefault();
        entry.requestSubmit(entry.querySelector('button[value="file"]'));
    });
    entry.elements.namedItem("field").addEventListener("change", () => {
        const value = entry.elements.namedItem("value");
        if (value.tagName === "SELECT") {
            const input = document.createElement("input");
            Object.assign(input, { className: "input", id: "value", name: "value", maxLength: 500, autocomplete: "off" });
            value.replaceWith(input);
        }
        offer();
    });
    offer();
}
