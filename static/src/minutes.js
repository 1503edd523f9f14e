// The minutes of an item: what is typed is stored before another form of the page is sent or another
// page is opened; what was refused is shown once before one leaves it.
const form = document.querySelector("form[data-minutes]");

if (form) {
  let unsaved = false; // something was typed that the server has not taken
  let sending = false;
  let told = false; // a refusal was shown to who wanted to leave
  let next = null; // what waits for the storing
  let leaving = null; // the form that is being sent, or the page itself
  const box = () => document.getElementById("minutes-saved");
  const others = () => [...document.querySelectorAll(".minutes-item form")].filter((one) => one !== form);
  const isTyped = (one) =>
    [...one.elements].some((field) => "defaultValue" in field && field.value !== field.defaultValue);

  const go = (way) => {
    leaving = way.form ?? form;
    if (way.form) way.form.requestSubmit(way.button);
    else location.assign(way.url);
  };
  const leave = (event, way) => {
    if (leaving || told || !(unsaved || sending)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    next = way;
    form.requestSubmit();
  };

  form.addEventListener("input", () => {
    unsaved = true;
    told = false;
  });
  form.addEventListener("htmx:beforeRequest", () => {
    sending = true;
    unsaved = false;
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    sending = false;
    const refused = box().dataset.refused;
    if (!event.detail.successful || refused === "text") unsaved = true;
    if (!next) return;
    // What was queued behind this answer is on its way before one looks whether all is stored.
    setTimeout(() => {
      if (sending || !next) return;
      const way = next;
      next = null;
      if (!unsaved && !box().dataset.refused) go(way);
      else {
        told = true;
        document.querySelector("#votes-refused p, #minutes-saved")?.scrollIntoView({ block: "center" });
      }
    });
  });

  document.addEventListener("submit", (event) => {
    if (event.target === form || event.target.method !== "post") return;
    leave(event, { form: event.target, button: event.submitter });
    if (!event.defaultPrevented) leaving = event.target;
  }, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey);
    if (link && plain && !link.target) leave(event, { url: link.href });
  }, true);
  addEventListener("beforeunload", (event) => {
    const lost = others().some((one) => one !== leaving && isTyped(one));
    if (unsaved || sending || lost) event.preventDefault();
  });
  addEventListener("pageshow", () => {
    leaving = null;
  });
}
