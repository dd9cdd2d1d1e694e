// Tells the server where the reader is: heading, percent, seconds of this visit. A note lost is no harm: the next
// one carries the whole visit. Without this script the button "I have read this" does the same.
import { token } from "../web/js/saved.js";
import "./notes.js";

const page = document.querySelector("[data-lesson]");
const body = page.querySelector("[data-body]");
const finish = page.querySelector("[data-finish]");
const headings = [...body.querySelectorAll("h2[id]")];
const links = new Map([...page.querySelectorAll(".toc a")].map((link) => [link.hash.slice(1), link]));
const every = 15;
const rest = 60;

let seconds = 0;
let sent = -every;
let lastMove = Date.now();
let anchor = "";
let percent = 0;
let atEnd = false;
let done = "done" in page.dataset;

function look() {
    lastMove = Date.now();
    const area = body.getBoundingClientRect();
    const seen = (innerHeight - area.top) / area.height;
    percent = Math.max(percent, Math.min(100, Math.max(0, Math.round(seen * 100))));
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight * 0.4);
    const here = passed.length ? passed[passed.length - 1].id : "";
    if (here !== anchor) {
        links.get(anchor)?.removeAttribute("aria-current");
        links.get(here)?.setAttribute("aria-current", "location");
        anchor = here;
    }
    if (!atEnd && area.bottom <= innerHeight + 4) {
        atEnd = true;
        send();
    }
}

function show(answer) {
    const missing = finish.querySelector("[data-missing]");
    if (answer.done && !done) {
        done = true;
        const words = document.createElement("p");
        words.textContent = finish.dataset.textDone;
        finish.replaceChildren(words);
    } else if (missing && atEnd) {
        missing.textContent = answer.missing.join(" ");
    }
}

async function send(last = false) {
    sent = seconds;
    const note = new FormData();
    note.set("visit", page.dataset.visit);
    note.set("seconds", String(seconds));
    note.set("anchor", anchor);
    note.set("percent", String(percent));
    note.set("at_end", atEnd ? "1" : "0");
    try {
        const answer = await fetch(page.dataset.lesson, {
            method: "POST",
            body: note,
            keepalive: last,
            headers: { "X-CSRFToken": token(), Accept: "application/json" },
        });
        if (answer.ok && !last) show(await answer.json());
    } catch {
        sent = -every;
    }
}

setInterval(() => {
    const reading = document.visibilityState === "visible" && Date.now() - lastMove < rest * 1000;
    if (reading) seconds += 1;
    if (seconds - sent >= every || (atEnd && !done && reading && seconds - sent >= 5)) send();
}, 1000);
addEventListener("scroll", look, { passive: true });
addEventListener("keydown", () => (lastMove = Date.now()));
addEventListener("pointermove", () => (lastMove = Date.now()), { passive: true });
document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && seconds > sent) send(true);
});
if (matchMedia("(max-width: 62rem)").matches) page.querySelector(".toc").open = false;
look();
