/* The light or dark theme: the user's choice, or the system's; set before anything is drawn. */
(function () {
  "use strict";
  var KEY = "theme";
  var system = window.matchMedia("(prefers-color-scheme: dark)");

  var chosenOnPage = null;

  function chosenTheme() {
    try {
      return window.localStorage.getItem(KEY) || chosenOnPage;
    } catch (error) {
      return chosenOnPage; // storage may be blocked; the choice then lasts until the page is left
    }
  }

  function apply() {
    var theme = chosenTheme() || (system.matches ? "dark" : "light");
    document.documentElement.setAttribute("data-bs-theme", theme);
    document.querySelectorAll(".theme-switch").forEach(function (button) {
      button.setAttribute("aria-pressed", String(theme === "dark"));
    });
  }

  document.addEventListener("click", function (event) {
    if (!event.target.closest || !event.target.closest(".theme-switch")) return;
    var next = document.documentElement.getAttribute("data-bs-theme") === "dark" ? "light" : "dark";
    chosenOnPage = next;
    try {
      window.localStorage.setItem(KEY, next);
    } catch (error) {
      /* chosenOnPage has it */
    }
    apply();
  });

  system.addEventListener("change", apply);
  window.addEventListener("storage", apply);
  document.addEventListener("shell:drawn", apply);
  apply();
})();
