// The projector asks every three seconds who is on stage and how many sheets are in.

const root = document.querySelector("[data-now]");
const clock = root.querySelector("[data-clock]");

async function look() {
    const answer = await fetch(root.dataset.now, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return;
    const now = await answer.json();
    if (String(now.team || 0) !== root.dataset.team || now.state !== root.dataset.state) location.reload();
    root.querySelector("[data-done]").textContent = now.done;
}

function tick() {
    const since = Number(clock.dataset.clock);
    if (!since) return;
    const seconds = Math.max(0, Math.floor(Date.now() / 1000) - since);
    clock.hidden = false;
    clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

setInterval(look, 3000);
setInterval(tick, 1000);
tick();
