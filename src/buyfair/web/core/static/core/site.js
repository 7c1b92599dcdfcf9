/* Helps where a script may run; every page works without it. */
(function () {
  "use strict";
  /* The menu is open in the page as sent; on a narrow screen it starts closed. */
  var menu = document.querySelector(".ways > details");
  if (menu && window.matchMedia) {
    var narrow = window.matchMedia("(max-width: 39.99em)");
    var fit = function () { menu.open = !narrow.matches; };
    fit();
    narrow.addEventListener("change", fit);
  }
  /* What is folded on the screen stands on paper. */
  var opened = [];
  window.addEventListener("beforeprint", function () {
    opened = Array.prototype.slice.call(document.querySelectorAll("details:not([open])"));
    opened.forEach(function (d) { d.open = true; });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (d) { d.open = false; });
  });
  /* Who leaves a page with something typed that is not sent is warned. */
  document.querySelectorAll("form[data-warns]").forEach(function (form) {
    var typed = false;
    document.addEventListener("input", function (at) { typed = typed || at.target.form === form; });
    form.addEventListener("submit", function () { typed = false; });
    window.addEventListener("beforeunload", function (leaving) { if (typed) { leaving.preventDefault(); } });
  });
  /* "/" goes to the search box, "?" to the list of shortcuts; never while somebody types. */
  document.addEventListener("keydown", function (pressed) {
    var at = pressed.target;
    if (pressed.ctrlKey || pressed.metaKey || pressed.altKey || at.isContentEditable ||
        /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)) { return; }
    if (pressed.key === "/") {
      var box = document.getElementById("site-search");
      if (box) { pressed.preventDefault(); box.focus(); }
    } else if (pressed.key === "?") {
      var list = document.querySelector("a[data-shortcut='?']");
      if (list) { list.click(); }
    }
  });
}());
