/* Light or dark: what the reader chose, else what the system says; set before anything is drawn. */
(function () {
  "use strict";
  var KEY = "theme";
  var system = window.matchMedia("(prefers-color-scheme: dark)");

  var chosenHere = null;

  function chosen() {
    try {
      return window.localStorage.getItem(KEY) || chosenHere;
    } catch (error) {
      return chosenHere; // storage may be forbidden; the choice then lasts as long as the page
    }
  }

  function apply() {
    var theme = chosen() || (system.matches ? "dark" : "light");
    document.documentElement.setAttribute("data-bs-theme", theme);
    document.querySelectorAll(".theme-switch").forEach(function (button) {
      button.setAttribute("aria-pressed", String(theme === "dark"));
    });
  }

  document.addEventListener("click", function (event) {
    if (!event.target.closest || !event.target.closest(".theme-switch")) return;
    var next = document.documentElement.getAttribute("data-bs-theme") === "dark" ? "light" : "dark";
    chosenHere = next;
    try {
      window.localStorage.setItem(KEY, next);
    } catch (error) {
      /* kept in chosenHere */
    }
    apply();
  });

  system.addEventListener("change", apply);
  window.addEventListener("storage", apply);
  document.addEventListener("shell:drawn", apply);
  apply();
})();
