/*
 * Passkeys: asks the device, and sends what it answers with the form that its button stands in.
 * Without this script, or in a browser that has no passkeys, the button stays hidden.
 */
(() => {
  "use strict";

  if (!window.PublicKeyCredential || !navigator.credentials) return;

  const bytesOf = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

  function textOf(buffer) {
    const signs = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
    return btoa(signs).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  const named = (keys = []) => keys.map((key) => ({ ...key, id: bytesOf(key.id) }));

  function wanted(options) {
    const bytes = { ...options, challenge: bytesOf(options.challenge) };
    if (options.user) bytes.user = { ...options.user, id: bytesOf(options.user.id) };
    bytes.excludeCredentials = named(options.excludeCredentials);
    bytes.allowCredentials = named(options.allowCredentials);
    return bytes;
  }

  /** What the device answered, as the JSON that WebAuthn calls RegistrationResponseJSON and so on. */
  function written(key) {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (key.response[name]) response[name] = textOf(key.response[name]);
    }
    return JSON.stringify({
      id: key.id,
      rawId: textOf(key.rawId),
      type: key.type,
      response,
      clientExtensionResults: key.getClientExtensionResults(),
    });
  }

  class Refused extends Error {}

  async function challenge(part, form) {
    const answer = await fetch(part.dataset.challenge, {
      method: "POST",
      headers: { "X-CSRFToken": form.elements.csrf_token.value },
    });
    if (answer.ok && !answer.redirected) return wanted(await answer.json());
    throw new Refused(answer.status === 429 ? "wait" : answer.status < 500 ? "ended" : "failed");
  }

  function reason(fault) {
    if (fault instanceof Refused) return fault.message;
    const known = { NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "known", SecurityError: "place" };
    return known[fault.name] || "failed";
  }

  async function ask(part, button) {
    const form = button.form;
    const said = part.querySelector("[data-passkey-error]");
    said.textContent = "";
    button.disabled = true;
    try {
      const publicKey = await challenge(part, form);
      form.elements.answer.value = written(await navigator.credentials[part.dataset.passkey]({ publicKey }));
      form.action = part.dataset.answerTo;
      form.submit();
    } catch (fault) {
      said.textContent = part.dataset[reason(fault)];
    }
    button.disabled = false;
  }

  for (const part of document.querySelectorAll("[data-passkey]")) {
    const button = part.querySelector("button");
    part.hidden = false;
    button.addEventListener("click", () => ask(part, button));
  }
  for (const part of document.querySelectorAll("[data-without-passkey]")) part.hidden = true;
})();
