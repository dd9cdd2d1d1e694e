// The rubric sheet saves each criterion by itself, within 400 ms of the last change. The form works without it.
// Nothing is overwritten: a 409 shows the saved version beside yours, and you choose.

import { report, token, touched } from "../web/js/saved.js";

const pause = 250;
const retry = 5000;

function freshKey() {
    return Array.from(crypto.getRandomValues(new Uint8Array(9)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

class Criterion {
    constructor(box) {
        this.box = box;
        this.id = box.dataset.criterion;
        this.output = box.querySelector("[data-saved]");
        this.version = box.querySelector("[data-version]");
        this.points = box.querySelector(`[name="points-${this.id}"]`);
        this.comment = box.querySelector(`[name="comment-${this.id}"]`);
        this.bands = [...box.querySelectorAll(`[name="band-${this.id}"]`)];
        this.key = freshKey();
        this.changes = 0;
        this.saved = 0;
        this.busy = false;
        report(this.output, "idle");
        box.addEventListener("input", (event) => this.changed(event.target));
        box.querySelector("[data-keep]").addEventListener("click", () => this.keep());
        box.querySelector("[data-mine]").addEventListener("click", () => this.mine());
        const early = [this.points, this.comment, ...this.bands].find(touched);
        if (early) this.changed(early);
    }

    get pending() {
        return this.changes > this.saved;
    }

    changed(field) {
        if (field.type === "radio") this.points.value = Math.floor((Number(field.dataset.lo) + Number(field.dataset.hi) + 1) / 2);
        if (field === this.points) this.showBand();
        this.changes += 1;
        this.key = freshKey();
        if (this.theirs) return;
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.send(), pause);
    }

    showBand() {
        const value = Number(this.points.value);
        for (const band of this.bands) {
            band.checked = this.points.value !== "" && Number(band.dataset.lo) <= value && value <= Number(band.dataset.hi);
        }
    }

    async send() {
        if (this.busy || !this.points.checkValidity()) return;
        this.busy = true;
        const sending = this.changes;
        report(this.output, "saving");
        try {
            const answer = await fetch(this.box.dataset.url, {
                method: "POST",
                body: this.body(),
                headers: { "X-CSRFToken": token(), Accept: "application/json" },
            });
            await this.answered(answer, sending);
        } catch {
            report(this.output, "failed");
            this.timer = setTimeout(() => this.send(), retry);
        }
        this.busy = false;
        if (this.saved === sending && this.pending && !this.theirs) this.send();
    }

    async answered(answer, sending) {
        const found = await answer.json();
        if (answer.ok) {
            this.version.value = found.version;
            this.saved = sending;
            report(this.output, "saved");
        } else if (answer.status === 409 && found.saved) {
            this.conflict(found);
        } else {
            report(this.output, "failed");
            this.output.textContent = found.message;
        }
    }

    body() {
        const fields = new URLSearchParams();
        fields.set("client_key", this.key);
        fields.set(`version-${this.id}`, this.version.value);
        fields.set(`points-${this.id}`, this.points.value);
        fields.set(`comment-${this.id}`, this.comment.value);
        return fields;
    }

    conflict(found) {
        const show = (side) => `${side.points ?? "–"} · ${side.comment || "–"}`;
        const note = this.box.querySelector("[data-conflict]");
        this.theirs = found.saved;
        note.querySelector("[data-theirs]").textContent = show(found.saved);
        note.querySelector("[data-yours]").textContent = show(found.yours);
        note.querySelector("[data-choices]").hidden = false;
        note.hidden = false;
        report(this.output, "failed");
        this.output.textContent = found.message;
        note.querySelector("[data-keep]").focus();
    }

    settle() {
        this.version.value = this.theirs.version;
        this.theirs = null;
        this.key = freshKey();
        this.box.querySelector("[data-conflict]").hidden = true;
    }

    keep() {
        this.points.value = this.theirs.points ?? "";
        this.comment.value = this.theirs.comment;
        this.showBand();
        this.settle();
        this.saved = this.changes;
        report(this.output, "saved");
        this.points.focus();
    }

    mine() {
        this.settle();
        this.points.focus();
        this.send();
    }
}

for (const form of document.querySelectorAll("form[data-sheet]")) {
    const criteria = [...form.querySelectorAll("[data-criterion]")].map((box) => new Criterion(box));
    const total = form.querySelector("[data-total]");
    const count = () => {
        const sum = criteria.reduce((all, criterion) => all + (Number(criterion.points.value) || 0), 0);
        total.textContent = total.dataset.text.replace("{sum}", String(sum));
    };
    form.addEventListener("input", count);
    let leaving = false;
    // A save that is still under way would make this hand-in look stale to itself, so it waits for its answer.
    form.addEventListener("submit", async (event) => {
        for (const criterion of criteria) clearTimeout(criterion.timer);
        const busy = () => criteria.some((criterion) => criterion.busy);
        if (busy()) {
            const button = event.submitter;
            event.preventDefault();
            while (busy()) await new Promise((done) => setTimeout(done, 50));
            if (!criteria.some((criterion) => criterion.theirs)) form.requestSubmit(button);
            return;
        }
        leaving = true;
    });
    addEventListener("beforeunload", (event) => {
        if (!leaving && criteria.some((criterion) => criterion.pending)) event.preventDefault();
    });
}
