/* Checks a receipt on this machine, without a network once the page was opened (/kiem-tra/). */
(function () {
  "use strict";
  const doc = document;

  /* The page of a scanned code hands on what stands behind the #; the server never sees it. */
  const onward = doc.querySelector("a[data-check]");
  if (onward && location.hash.length > 1) onward.hash = location.hash;

  const box = doc.getElementById("ket-qua");
  if (!box) return;
  const form = doc.querySelector("form[data-check-form]");
  const field = form.querySelector("textarea");
  const labels = JSON.parse(box.dataset.forms);
  const weekdays = JSON.parse(box.dataset.weekdays);

  /* As the server writes moments; Việt Nam knows no summer time. */
  function moment(seconds) {
    const at = new Date((seconds + 7 * 3600) * 1000);
    const two = (number) => String(number).padStart(2, "0");
    const day = `${two(at.getUTCDate())}/${two(at.getUTCMonth() + 1)}/${at.getUTCFullYear()}`;
    const clock = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
    return `${clock}, ${weekdays[(at.getUTCDay() + 6) % 7]} ${day}`;
  }

  function bytesOf(text) {
    const written = text.replace(/\s/g, "").split("#").pop();
    const raw = Uint8Array.from(
      atob(written.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
    const again = btoa(String.fromCharCode(...raw))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
    if (again !== written) throw new RangeError("not as it was written");
    return raw;
  }

  function hex(bytes) {
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /* The layout is told in docs/reference/receipt-code.md; the server reads it the same way. */
  function read(facts) {
    const view = new DataView(facts.buffer, facts.byteOffset, facts.byteLength);
    const at = 6 + view.getUint8(5);
    const number = view.getUint8(at + 24);
    const forms = at + 25;
    const short = number === 255;
    const head = forms + (short ? 9 : (number + 1) >> 1);
    if (facts[0] !== 1 || facts.length !== head + 32) throw new RangeError("no receipt");
    const letters = facts.slice(6, at);
    if (letters.some((letter) => letter > 127)) throw new RangeError("no receipt");
    const counts = labels.map(() => 0);
    for (let place = 0; !short && place < number; place++) {
      const pair = facts[forms + (place >> 1)];
      const kind = place % 2 ? pair & 15 : pair >> 4;
      if (kind) counts[kind - 1]++;
    }
    return {
      key: hex(facts.slice(1, 5)),
      code: String.fromCharCode(...letters),
      received: moment(view.getUint32(at + 16)),
      promised: moment(view.getUint32(at + 20)),
      papers: short
        ? box.dataset.shortened.replace("%(n)s", facts[forms])
          .replace("%(mark)s", hex(facts.slice(forms + 1, head)))
        : counts.map((n, kind) => (n ? n + " " + labels[kind].toLowerCase() : ""))
          .filter(Boolean).join(", "),
      head: hex(facts.slice(head)),
    };
  }

  async function verdictOf(text) {
    let facts, signature, told;
    try {
      const raw = bytesOf(text);
      facts = raw.slice(0, -64);
      signature = raw.slice(-64);
      told = read(facts);
    } catch (error) {
      return ["unreadable", {}];
    }
    const list = await (await fetch(box.dataset.keys)).json();
    const key = list.keys.find((one) => one.key === told.key);
    if (!key) return ["key-unknown", told];
    const raw = Uint8Array.from(key.public.match(/../g), (pair) => parseInt(pair, 16));
    const held = await crypto.subtle.importKey("raw", raw, "Ed25519", false, ["verify"]);
    if (!(await crypto.subtle.verify("Ed25519", held, signature, facts))) {
      return ["changed", { key: told.key }];
    }
    if (key.ended_by === "leaked") return ["key-leaked", told];
    const replaced = (list.replaced || []).some((mark) => told.head.startsWith(mark));
    return [replaced ? "replaced" : "good", told];
  }

  function show(verdict, told) {
    const made = doc.querySelector(`template[data-verdict="${verdict}"]`).content.cloneNode(true);
    made.querySelectorAll("[data-f]").forEach((place) => {
      place.textContent = told[place.dataset.f] || "–";
    });
    box.replaceChildren(made);
    box.focus();
  }

  async function check(text) {
    try {
      show(...(await verdictOf(text)));
      return true;
    } catch (error) {
      return false; /* No keys here yet, or a browser that knows no Ed25519: the server can. */
    }
  }

  form.addEventListener("submit", (event) => {
    if (!field.value.trim()) return;
    event.preventDefault();
    check(field.value).then((done) => {
      if (!done) form.submit();
    });
  });

  function fromAddress() {
    if (location.hash.length < 80) return;
    field.value = location.href;
    check(location.href);
  }
  addEventListener("hashchange", fromAddress);
  fromAddress();

  /* A photograph of the code: read by the browser itself, or by a script that is fetched for it. */
  const photo = doc.querySelector("[data-photo]");
  const LONGEST = 1600;
  let reader = null;

  function readerThere() {
    reader = reader || new Promise((done, failed) => {
      const script = doc.createElement("script");
      script.src = photo.dataset.reader;
      script.onload = done;
      script.onerror = failed;
      doc.head.append(script);
    });
    return reader;
  }

  async function codeIn(picture) {
    if ("BarcodeDetector" in window) {
      const [found] = await new BarcodeDetector({ formats: ["qr_code"] }).detect(picture);
      if (found) return found.rawValue;
    }
    await readerThere();
    const canvas = doc.createElement("canvas");
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    /* A large photograph is read smaller: the noise goes, and an old phone has less to do. */
    for (const most of [LONGEST, LONGEST / 2, LONGEST / 4]) {
      const scale = Math.min(1, most / Math.max(picture.width, picture.height));
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
      const dots = pen.getImageData(0, 0, canvas.width, canvas.height);
      const found = window.jsQR(dots.data, dots.width, dots.height);
      if (found) return found.data;
    }
    return "";
  }

  photo.hidden = false;
  photo.querySelector("input").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    let written = "";
    try {
      written = await codeIn(await createImageBitmap(file));
    } catch (error) {
      /* No picture, or no network for the script that reads it: said like a code not found. */
    }
    if (!written) {
      show("unreadable", {});
      return;
    }
    field.value = written;
    if (!(await check(field.value))) form.submit();
  });

  /* From now on this page opens without a network, also where a code leads. */
  if ("serviceWorker" in navigator) {
    const worker = navigator.serviceWorker;
    Promise.all(form.dataset.scopes.split(" ").map((scope) =>
      worker.register(form.dataset.worker, { scope: scope })))
      .then((all) => Promise.all(all.map(settled)))
      .then(() => ("BarcodeDetector" in window ? null : kept(photo.dataset.reader)))
      .then(() => {
        doc.querySelector("[data-offline]").hidden = false;
      })
      .catch(() => {});
  }

  /* Laid beside what the worker keeps, so that it is there when there is no network. */
  async function kept(address) {
    const name = (await caches.keys()).find((one) => one.startsWith("kiem-tra "));
    const store = await caches.open(name);
    if (!(await store.match(address))) await store.add(address);
  }

  function settled(registration) {
    const fresh = registration.installing || registration.waiting;
    if (!fresh || registration.active) return null;
    return new Promise((done) => {
      fresh.addEventListener("statechange", () => fresh.state === "activated" && done());
    });
  }
})();
