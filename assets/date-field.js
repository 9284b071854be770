/* Updates the visible day of a field of dashboard/components/date_field.py when its value changes. */
(function () {
  "use strict";

  document.addEventListener("input", function (event) {
    var box = event.target.closest && event.target.closest(".date-box");
    if (!box) return;
    var parts = event.target.value.split("-");
    box.querySelector(".date-shown").textContent = parts.length === 3 ? parts.reverse().join(".") : "дд.мм.гггг";
  });
})();
