// Dialogs: [data-dialog="id"] opens <dialog id>; without script the link's target shows it.

export function openDialog(id) {
    const dialog = document.getElementById(id);
    if (dialog && !dialog.open) dialog.showModal();
}

document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) {
        event.preventDefault();
        openDialog(opener.dataset.dialog);
    }
    const closer = event.target.closest("[data-dialog-close]");
    if (closer) {
        event.preventDefault();
        closer.closest("dialog").close();
    }
    if (event.target instanceof HTMLDialogElement) event.target.close();
});

document.addEventListener("keydown", (event) => {
    const opener = event.target.closest?.("a[data-dialog]");
    if (opener && event.key === " ") {
        event.preventDefault();
        openDialog(opener.dataset.dialog);
    }
});
