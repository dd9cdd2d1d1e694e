// The visible save state. form[data-autosave="/url"] posts itself after a pause and says so in its [data-saved].
// Other modules report through: import { report } from "…/saved.js"; report(output, "saving" | "saved" | "failed").

const pause = 800;
const retry = 5000;

export function report(output, state) {
    if (!output) return;
    const time = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    const texts = { idle: "idle", saving: "saving", saved: "done", failed: "failed" };
    output.dataset.state = state;
    output.textContent = output.dataset[texts[state]].replace("{time}", time.format(new Date()));
}

export function token() {
    return document.querySelector('meta[name="csrf-token"]').content;
}

// Whether a person changed a field before any script was listening: what the field holds is not what was sent.
export function touched(field) {
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.options) {
        const set = [...field.options].findIndex((option) => option.defaultSelected);
        return field.selectedIndex !== Math.max(set, 0);
    }
    return "defaultValue" in field && field.type !== "hidden" && field.value !== field.defaultValue;
}

function autosave(form) {
    const output = form.querySelector("[data-saved]");
    let timer = 0;
    let version = 0;
    let saved = 0;
    let busy = false;

    async function send() {
        if (busy) return;
        busy = true;
        const sending = version;
        report(output, "saving");
        try {
            const answer = await fetch(form.dataset.autosave, {
                method: "POST",
                body: new FormData(form),
                headers: { "X-CSRFToken": token(), Accept: "application/json" },
            });
            if (!answer.ok) throw new Error(String(answer.status));
            saved = sending;
            report(output, "saved");
        } catch {
            report(output, "failed");
            timer = setTimeout(send, retry);
        }
        busy = false;
        if (saved === sending && version > saved) send();
    }

    function changed() {
        version += 1;
        clearTimeout(timer);
        timer = setTimeout(send, pause);
    }

    report(output, "idle");
    form.addEventListener("input", changed);
    form.addEventListener("submit", () => {
        saved = version;
        clearTimeout(timer);
    });
    addEventListener("beforeunload", (event) => {
        if (version > saved) event.preventDefault();
    });
    if ([...form.elements].some(touched)) changed();
}

for (const form of document.querySelectorAll("form[data-autosave]")) autosave(form);
