// Shows how far an upload is. Without this script the form still works.
for (const form of document.querySelectorAll("form[data-upload]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const bar = form.querySelector("[data-upload-progress]");
    const button = form.querySelector("[type=submit]");
    const lost = form.querySelector("[data-upload-lost]");
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("HX-Request", "true");
    request.upload.addEventListener("progress", (sent) => {
      if (sent.lengthComputable) bar.value = (100 * sent.loaded) / sent.total;
    });
    const restore = () => {
      bar.hidden = true;
      button.disabled = false;
    };
    request.addEventListener("load", () => {
      const next = request.getResponseHeader("HX-Redirect");
      if (next) return location.assign(next);
      restore();
      const panel = document.createElement("div");
      panel.innerHTML = request.responseText;
      form.querySelector("[data-upload-error]")?.remove();
      panel.dataset.uploadError = "";
      form.append(panel);
    });
    request.addEventListener("error", () => {
      restore();
      if (lost) lost.hidden = false;
    });
    if (lost) lost.hidden = true;
    bar.hidden = false;
    button.disabled = true;
    request.send(new FormData(form));
  });
}
