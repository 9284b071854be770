/* The day above a field of dashboard/components/date_field.py follows what is chosen in the field. */
(function () {
  "use strict";

  document.addEventListener("input", function (event) {
    var shown = event.target.closest && event.target.closest(".date-box");
    if (!shown) return;
    var parts = event.target.value.split("-");
    shown.querySelector(".date-shown").textContent = parts.length === 3 ? parts.reverse().join(".") : "дд.мм.гггг";
  });
})();
