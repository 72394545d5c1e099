/* Improves pages that work without it. No library, no inline code, no network but the board. */
(function () {
  "use strict";
  var doc = document;
  function all(selector, root) {
    return Array.prototype.slice.call((root || doc).querySelectorAll(selector));
  }

  /* What only works with script is hidden until now. */
  all("[data-copy][hidden], [data-print][hidden]").forEach(function (one) {
    one.hidden = false;
  });

  /* The error summary is read out and stands in view. */
  var summary = doc.querySelector("[data-focus]");
  if (summary) summary.focus();
  doc.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("[data-focus] a[href^='#']");
    var target = link && doc.getElementById(link.getAttribute("href").slice(1));
    if (!target) return;
    event.preventDefault();
    target.focus();
    target.scrollIntoView({ block: "center" });
  });

  /* The names of chosen files, before they are sent. */
  doc.addEventListener("change", function (event) {
    var input = event.target;
    if (input.type !== "file") return;
    var list = input.parentNode.querySelector("[data-names]");
    if (!list) return;
    list.textContent = "";
    Array.prototype.forEach.call(input.files, function (file) {
      var item = doc.createElement("li");
      var size = file.size < 1048576
        ? Math.max(1, Math.round(file.size / 1024)) + " KB"
        : (file.size / 1048576).toFixed(1).replace(".", doc.documentElement.lang === "en" ? "." : ",") + " MB";
      item.textContent = file.name + ", " + size;
      list.appendChild(item);
    });
    list.hidden = !input.files.length;
  });

  /* A form is sent once. The button stays enabled, so that its name and value go along. */
  doc.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    var now = Date.now();
    if (form.phSent && now - form.phSent < 8000) {
      event.preventDefault();
      return;
    }
    form.phSent = now;
    form.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", function () {
    all("form[aria-busy]").forEach(function (form) {
      form.phSent = 0;
      form.removeAttribute("aria-busy");
    });
  });

  /* Copy a code. Plain http has no clipboard of the new kind, hence the old way after it. */
  function copied(button) {
    var words = button.textContent;
    button.textContent = button.getAttribute("data-copied");
    setTimeout(function () { button.textContent = words; }, 3000);
  }
  function copyOldWay(text) {
    var box = doc.createElement("textarea");
    box.value = text;
    box.className = "visually-hidden";
    doc.body.appendChild(box);
    box.select();
    var done = doc.execCommand("copy");
    box.remove();
    return done;
  }
  doc.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-copy], [data-print], [data-exit]");
    if (!button) return;
    if (button.hasAttribute("data-print")) {
      window.print();
    } else if (button.hasAttribute("data-exit")) {
      event.preventDefault();
      all("form").forEach(function (form) { form.reset(); });
      doc.body.hidden = true;
      location.replace(button.href);
    } else {
      var text = button.getAttribute("data-copy");
      if (navigator.clipboard) {
        navigator.clipboard.writeText(text).then(function () { copied(button); });
      } else if (copyOldWay(text)) {
        copied(button);
      }
      button.focus();
    }
  });

  /* A screen of the hall asks whether anything changed, and only then for itself again; what is
     too old says so. A question without an answer is asked anew after five seconds. */
  var board = doc.querySelector("[data-poll]");
  function speak(root) {
    var say = root.querySelector("[data-say]");
    var words = say && say.getAttribute("data-say");
    if (!words || !root.hasAttribute("data-speaks") || !window.speechSynthesis) return;
    var spoken = new SpeechSynthesisUtterance(words);
    spoken.lang = "vi-VN";
    window.speechSynthesis.speak(spoken);
  }
  function called(root) {
    var say = root.querySelector("[data-call]");
    return say ? say.getAttribute("data-call") : "";
  }
  function show(text) {
    var fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-poll]");
    if (!fresh) return;
    var before = called(board);
    board.innerHTML = fresh.innerHTML;
    board.setAttribute("data-version", fresh.getAttribute("data-version"));
    if (called(board) !== before) speak(board);
  }
  if (board) {
    var seen = Date.now(), asked = 0;
    setInterval(function () {
      var now = Date.now();
      all("[data-stale]").forEach(function (one) {
        one.hidden = now - seen < 1000 * Number(one.getAttribute("data-stale"));
      });
      if (now - asked < 5000) return;
      asked = now;
      fetch(board.getAttribute("data-poll"), { credentials: "same-origin" })
        .then(function (answer) { return answer.ok ? answer.json() : Promise.reject(); })
        .then(function (told) {
          seen = Date.now();
          if (told.version === board.getAttribute("data-version")) return null;
          return fetch(location.href, { credentials: "same-origin" })
            .then(function (answer) { return answer.ok ? answer.text().then(show) : null; });
        })
        .catch(function () {})
        .then(function () { asked = 0; });
    }, Number(board.getAttribute("data-every")) || 5000);
  }

  /* Keys of the staff. `code` and not `key`: typing programs for Vietnamese rewrite what comes
     out of the keyboard. Never W, never a letter twice, never Backspace. */
  var page = doc.querySelector("[data-shortcuts]");
  if (!page) return;
  var waiting = 0;
  function rows() { return all("[data-rows] tbody tr"); }
  function row() { return doc.activeElement && doc.activeElement.closest("[data-rows] tbody tr"); }
  function step(by) {
    var list = rows(), at = list.indexOf(row()) + by;
    var next = list[Math.max(0, Math.min(at, list.length - 1))];
    var link = next && next.querySelector("th a, td a");
    if (link) { link.focus(); link.scrollIntoView({ block: "nearest" }); }
    return link;
  }
  function press(one) { if (one) one.click(); return one; }
  var keys = {
    KeyJ: function () { return step(1); },
    KeyK: function () { return step(-1); },
    KeyX: function () {
      var here = row(), box = here && here.querySelector("input[type=checkbox]");
      if (box) box.click();
      return box;
    },
    KeyE: function () { return press((row() || page).querySelector("[data-next]")); },
    KeyG: function () { waiting = Date.now(); return true; },
    Slash: function () {
      var box = page.querySelector("[data-search], [role=search] input:not([type=hidden])");
      if (box) box.focus();
      return box;
    }
  };
  doc.addEventListener("keydown", function (event) {
    var on = event.target;
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.repeat && event.code !== "KeyJ" && event.code !== "KeyK") return;
    if (on.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])")) {
      if (event.key === "Escape") on.blur();
      return;
    }
    var help = doc.getElementById("phim-tat");
    if (event.shiftKey) {
      if (event.code === "Slash" && help) {
        help.open = !help.open;
        help.scrollIntoView({ block: "nearest" });
        event.preventDefault();
      }
      return;
    }
    var away = Date.now() - waiting < 1500 && doc.querySelector("[data-go='" + event.code + "']");
    waiting = 0;
    var done = away ? press(away) : keys[event.code] && keys[event.code]();
    if (done) event.preventDefault();
  });
})();
