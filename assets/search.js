/* Keyboard control of the header's search: «/» or Ctrl+K focuses it, arrows move through results, Escape closes it. */
(function () {
  "use strict";

  function box() {
    return document.querySelector(".search-everywhere");
  }

  function setOpen(isOpen) {
    var element = box();
    if (element) element.classList.toggle("is-closed", !isOpen);
  }

  function moveFocus(event, step) {
    var stops = [box().querySelector("input")].concat([].slice.call(box().querySelectorAll(".found-link")));
    var next = stops[stops.indexOf(document.activeElement) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  document.addEventListener("keydown", function (event) {
    if (!box()) return;
    if ((event.ctrlKey || event.metaKey) && event.code === "KeyK") {
      event.preventDefault();
      setOpen(true);
      box().querySelector("input").focus();
      box().querySelector("input").select();
    }
    if (!box().contains(event.target)) return;
    if (event.key === "ArrowDown") moveFocus(event, 1);
    if (event.key === "ArrowUp") moveFocus(event, -1);
    if (event.key === "Escape") {
      setOpen(false);
      box().querySelector("input").focus();
    }
    if (event.key === "Enter" && event.target.tagName === "INPUT") {
      var first = box().querySelector(".found-link");
      if (first && !box().classList.contains("is-closed")) first.click();
    }
  });

  document.addEventListener("input", function (event) {
    if (box() && box().contains(event.target)) setOpen(true);
  });

  document.addEventListener("focusin", function (event) {
    if (box() && event.target.tagName === "INPUT" && box().contains(event.target)) setOpen(true);
  });

  document.addEventListener("click", function (event) {
    if (box() && !box().contains(event.target)) setOpen(false);
  });

  /* Close the results after a link is followed. */
  window.addEventListener("address:changed", function (event) {
    if (event.detail.isLink) setOpen(false);
  });
})();
