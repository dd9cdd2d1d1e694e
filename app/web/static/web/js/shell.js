// The shell's small comforts: menus that close, theme switch, toasts, typed text kept over a change of language.

const root = document.documentElement;

function showTheme(form, theme) {
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
    for (const button of form.elements) {
        if (button.dataset.themeNow) button.hidden = button.dataset.themeNow !== theme;
    }
    form.querySelector("button:not([hidden])").focus();
}

function startTheme() {
    for (const form of document.querySelectorAll("[data-theme-form]")) {
        form.addEventListener("submit", (event) => {
            event.preventDefault();
            const body = new FormData(form, event.submitter);
            showTheme(form, event.submitter.value);
            fetch(form.action, { method: "POST", body, redirect: "manual", keepalive: true });
        });
    }
}

function startMenus() {
    const menus = [...document.querySelectorAll("details[data-menu]")];
    document.addEventListener("click", (event) => {
        for (const menu of menus) {
            if (!menu.contains(event.target)) menu.open = false;
        }
    });
    for (const menu of menus) {
        menu.addEventListener("focusout", (event) => {
            if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
        });
        menu.addEventListener("keydown", (event) => {
            if (event.key !== "Escape" || !menu.open) return;
            menu.open = false;
            menu.querySelector("summary").focus();
            event.stopPropagation();
        });
    }
}

function startToasts() {
    for (const button of document.querySelectorAll("[data-toast-close]")) {
        button.hidden = false;
        button.addEventListener("click", () => button.closest(".toast").remove());
    }
    for (const toast of document.querySelectorAll('.toast[data-tone="good"], .toast[data-tone="info"]')) {
        setTimeout(() => {
            if (!toast.matches(":hover, :focus-within")) toast.remove();
        }, 12000);
    }
}

const keepKey = (address) => `typed:${new URL(address, location.href).pathname}`;

function typedFields() {
    const kinds = "textarea, select, input:not([type=password], [type=hidden], [type=file], [type=submit])";
    return [...document.querySelectorAll("main form")].flatMap((form) => [...form.querySelectorAll(kinds)]);
}

function readField(field) {
    if (field.type === "checkbox" || field.type === "radio") return field.checked;
    if (field.multiple) return [...field.options].map((option) => option.selected);
    return field.value;
}

function writeField(field, value) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = value;
    else if (field.multiple) [...field.options].forEach((option, index) => { option.selected = Boolean(value[index]); });
    else field.value = value;
}

function startTyped() {
    const kept = sessionStorage.getItem(keepKey(location.href));
    if (kept) {
        sessionStorage.removeItem(keepKey(location.href));
        const values = JSON.parse(kept);
        const fields = typedFields();
        if (values.length === fields.length) fields.forEach((field, index) => writeField(field, values[index]));
    }
    for (const form of document.querySelectorAll("form[data-keep-typed]:not([data-theme-form])")) {
        form.addEventListener("submit", () => {
            sessionStorage.setItem(keepKey(form.elements.next.value), JSON.stringify(typedFields().map(readField)));
        });
    }
}

function startScripted() {
    for (const element of document.querySelectorAll("[data-needs-script]")) element.hidden = false;
    document.querySelector("[data-errors]:not(.specimen *)")?.focus();
}

function startWideTables() {
    for (const box of document.querySelectorAll(".table-scroll")) {
        if (box.scrollWidth <= box.clientWidth || box.hasAttribute("aria-label")) continue;
        box.tabIndex = 0;
        box.setAttribute("role", "group");
        box.setAttribute("aria-label", (box.querySelector("caption") ?? document.querySelector("h1")).textContent.trim());
    }
}

startTheme();
startWideTables();
startMenus();
startToasts();
startTyped();
startScripted();
