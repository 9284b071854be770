/* The frame of the page: the menu on a narrow screen, the current section, keyboard shortcuts. It handles no data. */
(function () {
  "use strict";
  var lastPath = window.location.pathname;

  function setMenu(isOpen) {
    var button = document.querySelector(".menu-button");
    var menu = document.getElementById("menu");
    if (!button || !menu) return;
    button.setAttribute("aria-expanded", String(isOpen));
    menu.classList.toggle("is-open", isOpen);
  }

  function markCurrent() {
    var path = window.location.pathname;
    document.querySelectorAll(".menu-link").forEach(function (link) {
      var isCurrent = new URL(link.href).pathname === path;
      if (isCurrent) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    });
  }

  /* On another page, close the menu and move the focus to the content. Sorting keeps the focus. */
  function handleAddressChange() {
    markCurrent();
    if (window.location.pathname === lastPath) return;
    lastPath = window.location.pathname;
    setMenu(false);
    closeDefinitions(null);
    var content = document.getElementById("content");
    if (content) content.focus({ preventScroll: true });
  }

  function closeDefinitions(except) {
    document.querySelectorAll("details.definition[open], details.account[open]").forEach(function (definition) {
      if (definition !== except) definition.removeAttribute("open");
    });
  }

  function isTyping(target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  }

  document.addEventListener("click", function (event) {
    var target = event.target;
    if (!target.closest) return;
    closeDefinitions(target.closest("details.definition, details.account"));
    if (target.closest(".menu-button")) {
      setMenu(target.closest(".menu-button").getAttribute("aria-expanded") !== "true");
    }
    if (target.closest(".contents a")) {
      event.preventDefault();
      var part = document.getElementById(target.closest(".contents a").hash.slice(1));
      if (part) {
        part.setAttribute("tabindex", "-1");
        part.focus({ preventScroll: true });
        part.scrollIntoView();
      }
    }
    if (target.closest(".skip-link")) {
      event.preventDefault(); // following the link would change the address of the view
      var content = document.getElementById("content");
      if (content) content.focus();
    }
  });

  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") {
      var open = document.querySelector("details.definition[open] > summary, details.account[open] > summary");
      closeDefinitions(null);
      setMenu(false);
      if (open) open.focus();
    }
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target)) {
      var field = document.querySelector(".search-box input");
      if (field) {
        event.preventDefault();
        field.focus();
      }
    }
  });

  window.addEventListener("address:changed", handleAddressChange);

  /* Dash draws the file field without an accessible name: use the text of its drop area. */
  new MutationObserver(function () {
    document.querySelectorAll(".file-drop input[type=file]:not([aria-label])").forEach(function (field) {
      field.setAttribute("aria-label", field.closest(".file-drop").textContent);
    });
  }).observe(document.documentElement, { childList: true, subtree: true });

  /* The frame comes as HTML and is drawn again by Dash: what scripts set in it is set both times. */
  function prepareFrame() {
    markCurrent();
    measureHeader();
    document.dispatchEvent(new Event("shell:drawn"));
  }

  /* The height of the header while it stays in view: what sticks below it, and jumps within the page, need it. */
  function measureHeader() {
    var header = document.querySelector(".header");
    if (!header) return;
    var stays = getComputedStyle(header).position === "sticky";
    document.documentElement.style.setProperty("--header-height", (stays ? header.offsetHeight : 0) + "px");
  }

  new MutationObserver(function (_changes, observer) {
    if (!document.querySelector("#content")) return;
    observer.disconnect();
    prepareFrame();
  }).observe(document.documentElement, { childList: true, subtree: true });

  window.addEventListener("resize", measureHeader);
  window.addEventListener("load", measureHeader);
  document.addEventListener("screen:live", prepareFrame);
})();
