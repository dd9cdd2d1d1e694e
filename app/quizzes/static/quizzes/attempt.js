// Every change of an answer is sent at once and acknowledged beside its question. What was not acknowledged is
// sent again until it is. Works on top of a form that can be saved and submitted without this script.
import { token, touched } from "../web/js/saved.js";

const form = document.querySelector("form[data-attempt]");
const ahead = Number(form.dataset.serverTime) - Date.now();
const waiting = new Map();
let sending = false;
let timer = 0;

const text = (name, values = {}) =>
    Object.entries(values).reduce((line, [key, value]) => line.replace(`{${key}}`, value), form.dataset[`text${name}`]);

const clock = (moment) =>
    new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "medium", hourCycle: "h23" }).format(moment);

const unique = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");

function show(output, state, words) {
    output.dataset.state = state;
    output.textContent = words;
}

function complain(question, words) {
    const line = question.querySelector("[data-error]");
    line.textContent = words;
    line.hidden = !words;
    const input = question.querySelector("input[type=text], textarea");
    if (input) input.setAttribute("aria-invalid", words ? "true" : "false");
}

function answered(question) {
    const typed = [...question.querySelectorAll("input[type=text], textarea, select")];
    return typed.length ? typed.every((field) => field.value.trim() !== "") : question.querySelector("input:checked") !== null;
}

function count() {
    const open = [...form.querySelectorAll("[data-question]")].filter((question) => !answered(question)).length;
    form.querySelector("[data-open-count]").textContent = open ? text("Open", { count: open }) : text("All");
}

function overall() {
    const output = form.querySelector("[data-overall]");
    if (waiting.size) show(output, "failed", text("Failed", { count: waiting.size }));
    else show(output, "idle", "");
}

function note(question) {
    const position = question.dataset.question;
    const body = new FormData();
    body.set("position", position);
    body.set("seq", String(Math.round(Date.now() + ahead)));
    body.set("client_op", unique());
    for (const [name, value] of new FormData(form)) if (name === `q${position}` || name.startsWith(`q${position}.`)) body.append(name, value);
    waiting.set(position, { body, question });
    show(question.querySelector("[data-saved]"), "saving", text("Saving"));
    complain(question, "");
    count();
}

async function post(body) {
    return fetch(form.dataset.attempt, {
        method: "POST",
        body,
        headers: { "X-CSRFToken": token(), Accept: "application/json" },
    });
}

async function receive(position, entry, answer) {
    const output = entry.question.querySelector("[data-saved]");
    const reply = await answer.json();
    if (waiting.get(position) === entry) waiting.delete(position);
    if (!answer.ok) {
        complain(entry.question, reply.message);
        show(output, "failed", text("Unread"));
    } else if (!reply.kept) {
        show(output, "failed", text("Newer"));
    } else if (!waiting.has(position)) {
        form.elements[`seen${position}`].value = reply.seq;
        show(output, "saved", text("Saved", { time: clock(new Date(reply.at)) }));
    }
}

async function flush() {
    if (sending) return;
    sending = true;
    clearTimeout(timer);
    try {
        while (waiting.size) {
            const [position, entry] = waiting.entries().next().value;
            const answer = await post(entry.body);
            if (answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status));
            await receive(position, entry, answer);
        }
        overall();
    } catch {
        overall();
        timer = setTimeout(flush, 4000);
    }
    sending = false;
}

let typing = 0;
form.addEventListener("input", (event) => {
    const question = event.target.closest("[data-question]");
    if (!question) return;
    note(question);
    clearTimeout(typing);
    typing = setTimeout(flush, event.target.matches("input[type=text], textarea") ? 700 : 0);
});
form.addEventListener("change", flush);
form.addEventListener("submit", () => waiting.clear());
addEventListener("online", flush);
addEventListener("beforeunload", (event) => {
    if (waiting.size) event.preventDefault();
});
count();
for (const question of form.querySelectorAll("[data-question]")) {
    if ([...question.querySelectorAll("input, select, textarea")].some(touched)) note(question);
}
if (waiting.size) flush();

// The time left, by the server's clock. The server decides; this only tells.
const box = document.querySelector("[data-deadline]");

function left() {
    const rest = Math.max(0, Number(box.dataset.deadline) - (Date.now() + ahead));
    const minutes = Math.floor(rest / 60000);
    const seconds = String(Math.floor((rest % 60000) / 1000)).padStart(2, "0");
    const line = box.querySelector("[data-left]");
    line.textContent = rest ? box.dataset.textLeft.replace("{time}", `${minutes}:${seconds}`) : box.dataset.textOver;
    box.dataset.near = rest < 300000 ? "true" : "false";
    if (!rest) form.querySelectorAll("[data-question]").forEach((question) => { question.disabled = true; });
    else setTimeout(left, 1000 - ((Date.now() + ahead) % 1000));
}

if (box) left();
for (const area of form.querySelectorAll("textarea[data-text-count]")) {
    const line = document.createElement("p");
    line.className = "quiet small";
    area.after(line);
    const say = () => { line.textContent = area.dataset.textCount.replace("{count}", area.value.replace(/\s/g, "").length); };
    area.addEventListener("input", say);
    say();
}
