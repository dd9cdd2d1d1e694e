// The talk without reloads: posts a move, puts the answer in place, finds moves, shows only the slots a move takes.
// Everything here also works as plain forms.
import { token } from "../web/js/saved.js";

const talk = document.querySelector("[data-talk]");

function showSlots(form) {
    const chosen = form.querySelector('[name="act"]:checked');
    const wanted = new Set((chosen?.dataset.slots ?? "").split(" "));
    for (const slot of form.querySelectorAll("[data-slot]")) slot.hidden = !wanted.has(slot.dataset.slot);
    const label = chosen?.closest("[data-move]").querySelector("span").firstChild.textContent ?? "";
    form.querySelector("[data-chosen]").textContent = label;
}

function search(form) {
    const box = form.querySelector("[data-search]");
    const input = box.querySelector("input");
    const found = box.querySelector("[data-found]");
    box.hidden = false;
    input.addEventListener("input", () => {
        const words = input.value.trim().toLowerCase();
        let count = 0;
        for (const group of form.querySelectorAll("[data-group]")) {
            let hits = 0;
            for (const move of group.querySelectorAll("[data-move]")) {
                move.hidden = words !== "" && !(move.dataset.move + move.textContent).toLowerCase().includes(words);
                hits += move.hidden ? 0 : 1;
            }
            group.hidden = hits === 0;
            if (words !== "") group.open = hits > 0;
            count += hits;
        }
        found.textContent = words === "" ? "" : found.dataset.found.replace("{n}", String(count));
    });
    input.addEventListener("keydown", (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        form.querySelector('[data-move]:not([hidden]) [name="act"]')?.focus();
        form.querySelector('[data-move]:not([hidden]) [name="act"]')?.click();
    });
}

function settle() {
    const form = talk.querySelector("[data-say]");
    const focus = talk.querySelector("[data-focus]") ?? talk.querySelector("#latest");
    if (form) prepare(form);
    focus?.focus({ preventScroll: true });
    focus?.scrollIntoView({ block: "nearest" });
}

async function send(form) {
    const status = form.querySelector("[data-status]");
    const button = form.querySelector('button[type="submit"]');
    button.disabled = true;
    status.textContent = talk.dataset.working;
    try {
        const answer = await fetch(form.action, {
            method: "POST",
            body: new FormData(form),
            headers: { "X-CSRFToken": token(), "X-Fragment": "talk", Accept: "application/json" },
        });
        const told = await answer.json();
        if (told.html === undefined) {
            status.textContent = told.message;
            button.disabled = false;
            return;
        }
        talk.innerHTML = told.html;
        settle();
    } catch {
        status.textContent = talk.dataset.failed;
        button.disabled = false;
    }
}

function prepare(form) {
    showSlots(form);
    search(form);
    form.addEventListener("change", () => showSlots(form));
    form.addEventListener("submit", (event) => {
        event.preventDefault();
        send(form);
    });
}

const first = talk.querySelector("[data-say]");
if (first) prepare(first);
