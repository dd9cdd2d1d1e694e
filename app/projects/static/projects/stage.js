// The sheet of the team on stage, on a phone. Every mark goes into a queue kept by the browser and is sent from
// there; while offline it stays, and when it is sent twice its key makes the second one change nothing.

import { report, token } from "../web/js/saved.js";

const root = document.querySelector("[data-stage]");
const output = root.querySelector("[data-saved]");
const every = 3000;
let sending = false;

function opened() {
    return new Promise((done, failed) => {
        const asked = indexedDB.open("kampus-stage", 1);
        asked.onupgradeneeded = () => asked.result.createObjectStore("marks", { keyPath: "key" });
        asked.onsuccess = () => done(asked.result);
        asked.onerror = () => failed(asked.error);
    });
}

const base = opened();

async function store(mode, work) {
    const shop = (await base).transaction("marks", mode).objectStore("marks");
    return new Promise((done, failed) => {
        const asked = work(shop);
        asked.onsuccess = () => done(asked.result);
        asked.onerror = () => failed(asked.error);
    });
}

function freshKey() {
    return `${Date.now().toString(36)}-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;
}

function box(mark) {
    return String(mark.team) === root.dataset.team ? root.querySelector(`[data-criterion="${mark.criterion}"]`) : null;
}

async function flush() {
    if (sending) return;
    sending = true;
    try {
        const all = (await store("readonly", (shop) => shop.getAll())).filter((mark) => mark.url === root.dataset.send);
        const marks = all.sort((a, b) => a.at - b.at).slice(0, 40);
        // What was answered meanwhile is what this mark was made on top of.
        for (const mark of marks) mark.version = Number(box(mark)?.querySelector("[data-version]").value ?? mark.version);
        if (marks.length) await send(marks);
    } catch {
        report(output, "failed");
        if (output) output.textContent = root.dataset.offline;
    }
    sending = false;
}

async function send(marks) {
    report(output, "saving");
    const answer = await fetch(root.dataset.send, {
        method: "POST",
        body: JSON.stringify({ marks }),
        headers: { "X-CSRFToken": token(), "Content-Type": "application/json", Accept: "application/json" },
    });
    if (!answer.ok) throw new Error(String(answer.status));
    for (const told of (await answer.json()).marks) await settle(marks.find((mark) => mark.key === told.key), told);
    report(output, "saved");
}

async function settle(mark, told) {
    await store("readwrite", (shop) => shop.delete(mark.key));
    const criterion = box(mark);
    if (!criterion) return;
    if (told.version) criterion.querySelector("[data-version]").value = told.version;
    criterion.querySelector("[data-told]").textContent = told.saved ? "" : told.message;
    if (!told.saved && told.points !== undefined) show(criterion, told.points);
}

function show(criterion, points) {
    criterion.querySelector('[name^="points-"]').value = points;
    for (const band of criterion.querySelectorAll("[data-lo]")) {
        band.checked = Number(band.dataset.lo) <= points && points <= Number(band.dataset.hi);
    }
}

async function keep(criterion) {
    const id = criterion.dataset.criterion;
    const points = criterion.querySelector('[name^="points-"]');
    if (points.value === "" || !points.checkValidity()) return;
    const old = (await store("readonly", (shop) => shop.getAll())).filter(
        (mark) => mark.criterion === id && String(mark.team) === root.dataset.team && mark.url === root.dataset.send
    );
    if (!sending) for (const mark of old) await store("readwrite", (shop) => shop.delete(mark.key));
    const mark = {
        key: freshKey(),
        at: Date.now(),
        url: root.dataset.send,
        team: Number(root.dataset.team),
        criterion: id,
        points: Number(points.value),
        comment: criterion.querySelector('[name^="comment-"]').value,
        version: Number(criterion.querySelector("[data-version]").value),
    };
    await store("readwrite", (shop) => shop.put(mark));
    flush();
}

for (const criterion of root.querySelectorAll("[data-criterion]")) {
    let timer = 0;
    const later = () => {
        clearTimeout(timer);
        timer = setTimeout(() => keep(criterion), 300);
    };
    criterion.addEventListener("input", (event) => {
        if (event.target.type === "radio") show(criterion, Math.floor((Number(event.target.dataset.lo) + Number(event.target.dataset.hi) + 1) / 2));
        else show(criterion, Number(event.target.value));
        later();
    });
    criterion.addEventListener("click", (event) => {
        const step = Number(event.target.dataset?.step || 0);
        const field = criterion.querySelector('[name^="points-"]');
        if (!step) return;
        show(criterion, Math.min(Number(field.max), Math.max(0, Number(field.value || 0) + step)));
        later();
    });
}

async function look() {
    try {
        const answer = await fetch(root.dataset.now, { headers: { Accept: "application/json" } });
        if (answer.ok && String((await answer.json()).team || 0) !== root.dataset.team) {
            await flush();
            location.reload();
        }
    } catch {
        // Offline: the queue waits, the next look comes by itself.
    }
}

addEventListener("online", flush);
setInterval(() => {
    flush();
    if (document.visibilityState === "visible") look();
}, every);
flush();
