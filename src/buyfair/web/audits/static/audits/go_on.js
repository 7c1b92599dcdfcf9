/* Asks for the next texts to be checked while the page is looked at; without it the button does. */
(function () {
  "use strict";
  var form = document.getElementById("go-on");
  if (form) { window.setTimeout(function () { form.submit(); }, 600); }
}());
