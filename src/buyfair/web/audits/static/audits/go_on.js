/* Asks for the next texts to be checked once checking was begun, by an upload or by the button; who only looks begins none. */
(function () {
  "use strict";
  var form = document.getElementById("go-on");
  if (form && window.location.hash === "#going-on") { window.setTimeout(function () { form.submit(); }, 600); }
}());
