/* Looks again every few seconds while a batch is under way; without script a link does the same. */
(function () {
  "use strict";
  var every = 2000;
  function look() {
    var at = document.getElementById("progress");
    if (!at || !at.hasAttribute("data-under-way")) { return; }
    if (document.hidden) { window.setTimeout(look, every); return; }
    window.fetch(window.location.pathname, { credentials: "same-origin" }).then(function (answer) {
      if (!answer.ok || answer.redirected) { throw new Error("not this page"); }
      return answer.text();
    }).then(function (text) {
      var page = new DOMParser().parseFromString(text, "text/html");
      var now = page.getElementById("progress");
      if (!now) { return; }
      if (!now.hasAttribute("data-under-way")) { window.location.replace(window.location.pathname); return; }
      /* Somebody at a button keeps it: only what is told is replaced. */
      ["told", "steps"].forEach(function (part) {
        var old = document.getElementById("progress-" + part);
        var fresh = page.getElementById("progress-" + part);
        if (old && fresh && old.innerHTML !== fresh.innerHTML) { old.innerHTML = fresh.innerHTML; }
      });
      window.setTimeout(look, every);
    }).catch(function () { window.setTimeout(look, 5 * every); });
  }
  window.setTimeout(look, every);
}());
