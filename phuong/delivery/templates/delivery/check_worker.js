/* Keeps the page that checks receipts, so that it opens without a network. */
"use strict";
const KEPT = {{ kept|safe }};
const LATER = {{ later|safe }};
const PAGE = KEPT[0];
const STORE = "kiem-tra {{ mark }}";
const PATIENCE = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(STORE).then((store) => store.addAll(KEPT)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(
        names.filter((name) => name.startsWith("kiem-tra ") && name !== STORE)
          .map((name) => caches.delete(name))))
      .then(() => self.clients.claim()));
});

async function fresh(request, address) {
  const store = await caches.open(STORE);
  const stop = new AbortController();
  const clock = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(request, { signal: stop.signal });
    if (address && answer.ok) await store.put(address, answer.clone());
    return answer;
  } catch (error) {
    const kept = await store.match(address || PAGE);
    if (kept) return kept;
    throw error;
  } finally {
    clearTimeout(clock);
  }
}

async function first(request) {
  const store = await caches.open(STORE);
  const kept = await store.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await store.put(request, answer.clone());
  return answer;
}

self.addEventListener("fetch", (event) => {
  const request = event.request;
  const path = new URL(request.url).pathname;
  if (request.method !== "GET") return;
  if (path === PAGE || path === KEPT[1]) {
    event.respondWith(fresh(request, path));
  } else if (request.mode === "navigate") {
    /* Where a code leads: its own page, or without a network the one that checks it. */
    if (path.startsWith("/q/")) event.respondWith(fresh(request, ""));
  } else if (LATER.includes(path)) {
    event.respondWith(first(request));
  } else if (KEPT.includes(path)) {
    event.respondWith(caches.match(request).then((kept) => kept || fetch(request)));
  }
});
