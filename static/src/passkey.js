// Passkeys: the button asks the device, its answer goes with the form; the rest is the server's.
const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
const withBytes = (list) => (list ?? []).map((item) => ({ ...item, id: bytes(item.id) }));

async function create(options) {
  const made = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: withBytes(options.excludeCredentials),
    },
  });
  return {
    ...common(made),
    response: {
      clientDataJSON: text(made.response.clientDataJSON),
      attestationObject: text(made.response.attestationObject),
      transports: made.response.getTransports?.() ?? [],
    },
  };
}

async function get(options) {
  const given = await navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: withBytes(options.allowCredentials),
    },
  });
  return {
    ...common(given),
    response: {
      clientDataJSON: text(given.response.clientDataJSON),
      authenticatorData: text(given.response.authenticatorData),
      signature: text(given.response.signature),
      userHandle: given.response.userHandle ? text(given.response.userHandle) : null,
    },
  };
}

const common = (credential) => ({
  id: credential.id,
  rawId: text(credential.rawId),
  type: credential.type,
  clientExtensionResults: credential.getClientExtensionResults(),
});

function begin(button) {
  const place = button.closest(".passkey");
  const refused = place.querySelector("[data-passkey-refused]");
  if (!globalThis.PublicKeyCredential) {
    place.querySelector("[data-passkey-none]").hidden = false;
    return;
  }
  button.hidden = false;
  button.addEventListener("click", async () => {
    refused.hidden = true;
    button.disabled = true;
    try {
      const ask = button.dataset.passkey === "create" ? create : get;
      const answer = await ask(JSON.parse(button.dataset.options));
      place.querySelector("input").value = JSON.stringify(answer);
      button.form.requestSubmit();
    } catch {
      refused.hidden = false;
    }
    button.disabled = false;
  });
}

document.querySelectorAll("[data-passkey]").forEach(begin);
