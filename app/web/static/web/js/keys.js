// One-key shortcuts: [data-key="h"] is clicked by h; ? lists them. Off while typing, and off when switched off.

import { openDialog } from "./dialog.js";

const storeKey = "shortcuts";
const enabled = () => localStorage.getItem(storeKey) !== "off";
const keyed = () => [...document.querySelectorAll("[data-key]")].filter((element) => element.offsetParent !== null);

function typing(target) {
    return target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]") !== null;
}

function list() {
    const body = document.querySelector("[data-keys-list]");
    for (const row of body.querySelectorAll("[data-listed]")) row.remove();
    for (const element of keyed()) {
        const row = document.createElement("tr");
        row.dataset.listed = "";
        const key = document.createElement("kbd");
        key.textContent = element.dataset.key;
        row.insertCell().append(key);
        row.insertCell().textContent = element.dataset.keyLabel ?? element.textContent.trim();
        body.append(row);
    }
}

document.addEventListener("keydown", (event) => {
    if (!enabled() || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "?") {
        list();
        openDialog("keys-help");
        return;
    }
    const element = keyed().find((candidate) => candidate.dataset.key === event.key);
    if (!element) return;
    event.preventDefault();
    element.focus();
    element.click();
});

document.addEventListener("click", (event) => {
    if (event.target.closest('[data-dialog="keys-help"]')) list();
});

const checkbox = document.querySelector("[data-keys-switch]");
if (checkbox) {
    checkbox.checked = enabled();
    checkbox.addEventListener("change", () => {
        if (checkbox.checked) localStorage.removeItem(storeKey);
        else localStorage.setItem(storeKey, "off");
    });
}
