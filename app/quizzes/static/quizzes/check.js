// A self-check answers in place; without this script its form goes to the server and comes back to the lesson.
import { token } from "../web/js/saved.js";
import { arrange } from "./order.js";

async function ask(event) {
    const form = event.target;
    const box = form.closest("[data-check]");
    if (!box) return;
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    try {
        const answer = await fetch(form.action, {
            method: "POST",
            body: new FormData(form),
            headers: { "X-CSRFToken": token(), "X-Fragment": "1", Accept: "text/html" },
        });
        if (!answer.ok && answer.status !== 422) throw new Error(String(answer.status));
        const holder = document.createElement("template");
        holder.innerHTML = await answer.text();
        const fresh = holder.content.querySelector("[data-check]");
        box.replaceWith(fresh);
        fresh.querySelectorAll("[data-order]").forEach(arrange);
        const target = fresh.querySelector("[role=status], [role=alert]");
        if (target) {
            target.tabIndex = -1;
            target.focus({ preventScroll: true });
        }
    } catch {
        form.submit();
    }
}

document.addEventListener("submit", (event) => {
    if (event.target.closest("[data-check]")) ask(event);
});
