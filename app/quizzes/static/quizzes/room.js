// The room looks again every ten seconds; nothing is replaced while somebody is on a control inside it.
const live = document.querySelector("[data-live]");

async function look() {
    if (document.hidden || live.contains(document.activeElement)) return;
    try {
        const answer = await fetch(live.dataset.live, { headers: { Accept: "text/html" } });
        if (!answer.ok) return;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.querySelector("[data-live]");
        if (fresh) live.replaceChildren(...fresh.childNodes);
    } catch {
        // The next look comes by itself.
    }
}

setInterval(look, 10000);
