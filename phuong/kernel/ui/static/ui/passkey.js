/* Asks the browser for a passkey and hands what it answers to the form. Nothing is sent elsewhere. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-passkey]");
  if (!form || !window.PublicKeyCredential) return;
  form.hidden = false;
  function bytes(text) {
    var plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (mark) { return mark.charCodeAt(0); });
  }
  function text(buffer) {
    var plain = String.fromCharCode.apply(null, new Uint8Array(buffer));
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }
  function known(list) {
    return (list || []).map(function (one) { return Object.assign({}, one, { id: bytes(one.id) }); });
  }
  function asked() {
    var options = JSON.parse(form.getAttribute("data-options"));
    options.challenge = bytes(options.challenge);
    if (options.user) options.user = Object.assign({}, options.user, { id: bytes(options.user.id) });
    if (options.excludeCredentials) options.excludeCredentials = known(options.excludeCredentials);
    if (options.allowCredentials) options.allowCredentials = known(options.allowCredentials);
    return { publicKey: options };
  }
  function said(credential) {
    var answer = credential.response, found = { clientDataJSON: text(answer.clientDataJSON) };
    ["attestationObject", "authenticatorData", "signature", "userHandle"].forEach(function (name) {
      if (answer[name]) found[name] = text(answer[name]);
    });
    return JSON.stringify({
      id: credential.id, rawId: text(credential.rawId), type: credential.type, response: found
    });
  }
  form.addEventListener("submit", function (event) {
    if (form.elements.answer.value) return;
    event.preventDefault();
    var complaint = form.querySelector("[role=alert]");
    var way = form.getAttribute("data-passkey");
    if (complaint) complaint.hidden = true;
    navigator.credentials[way](asked()).then(function (credential) {
      form.elements.answer.value = said(credential);
      form.submit();
    }).catch(function () {
      if (!complaint) return;
      complaint.textContent = form.getAttribute("data-failed");
      complaint.hidden = false;
    });
  }, true);
})();
