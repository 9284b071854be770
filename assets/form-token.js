/* A form of a page that is the same for all who may see it carries no token: it takes this browser's own, which stands
   in the header, as it is sent. */
(function () {
  "use strict";
  var NAME = "form_token";

  document.addEventListener(
    "submit",
    function (event) {
      var form = event.target;
      if (form.querySelector("input[name='" + NAME + "']")) return;
      if (new URL(form.action).origin !== window.location.origin) return;
      var own = document.querySelector("header input[name='" + NAME + "']");
      if (!own) return;
      var field = document.createElement("input");
      field.type = "hidden";
      field.name = NAME;
      field.value = own.value;
      form.appendChild(field);
    },
    true,
  );
})();
