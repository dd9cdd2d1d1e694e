// The preview beside the form: fetched anew whenever a save was answered. Without this script the button does it.
const desk = document.querySelector("[data-desk]");
const pane = desk.querySelector("[data-preview]");
const state = desk.querySelector("[data-saved]");

async function show() {
    const answer = await fetch(`${desk.dataset.desk}?part=1`);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    pane.replaceChildren(...page.body.childNodes);
    pane.hidden = false;
}

new MutationObserver(() => state.dataset.state === "saved" && show()).observe(state, {
    attributes: true,
    attributeFilter: ["data-state"],
});
if (matchMedia("(min-width: 62.01rem)").matches) show();
