// Ordering by buttons: every line gets “up” and “down”; the drop-downs with the places stay and follow along.
// Keyboard and touch use the same buttons; nothing has to be dragged.
function place(list) {
    return [...list.querySelectorAll(":scope > [data-item]")];
}

function number(list) {
    place(list).forEach((item, n) => { item.querySelector("select").value = String(n + 1); });
    list.dispatchEvent(new Event("input", { bubbles: true }));
}

function move(list, item, step, button) {
    const items = place(list);
    const to = items.indexOf(item) + step;
    if (to < 0 || to >= items.length) return;
    if (step < 0) items[to].before(item);
    else items[to].after(item);
    number(list);
    list.nextElementSibling.textContent = `${item.querySelector("label").textContent}: ${list.dataset.textMoved.replace("{place}", to + 1)}`;
    button.focus();
}

function button(list, item, step) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "order-move";
    made.textContent = step < 0 ? "↑" : "↓";
    made.setAttribute("aria-label", `${step < 0 ? list.dataset.textUp : list.dataset.textDown}: ${item.querySelector("label").textContent}`);
    made.addEventListener("click", () => move(list, item, step, made));
    return made;
}

export function arrange(list) {
    if (list.dataset.ready) return;
    list.dataset.ready = "yes";
    const given = (item) => Number(item.querySelector("select").value) || 99;
    place(list).sort((one, two) => given(one) - given(two)).forEach((item) => list.append(item));
    for (const item of place(list)) {
        const box = document.createElement("span");
        box.className = "order-moves";
        box.append(button(list, item, -1), button(list, item, 1));
        item.append(box);
    }
    const said = document.createElement("p");
    said.className = "visually-hidden";
    said.setAttribute("role", "status");
    list.after(said);
}

for (const list of document.querySelectorAll("[data-order]")) arrange(list);
