// On the page of signing: what still waits on this device would come after the signature.
const place = document.getElementById("signing");
const button = document.querySelector("form.step button.btn-primary");
const said = place?.querySelector("[data-sign-waits]");

place?.addEventListener("queue:state", ({ detail }) => {
  const waits = detail.waiting + detail.failed > 0;
  if (button) button.disabled = waits;
  said.hidden = !waits;
});
