/* The hint of a start screen (dashboard/components/first_visit.py): shown until it is closed. The browser remembers
   that by account and screen; «Подсказка» in the footer shows it again. */
(function () {
  "use strict";
  var closedOnPage = {}; // storage may be blocked; the hint then stays closed until the page is left

  function isClosed(hint) {
    var key = "hint-" + hint.dataset.key;
    try {
      return Boolean(closedOnPage[key] || window.localStorage.getItem(key));
    } catch (error) {
      return Boolean(closedOnPage[key]);
    }
  }

  function remember(hint, isClosedNow) {
    var key = "hint-" + hint.dataset.key;
    closedOnPage[key] = isClosedNow;
    try {
      if (isClosedNow) window.localStorage.setItem(key, "closed");
      else window.localStorage.removeItem(key);
    } catch (error) {
      /* closedOnPage has it */
    }
  }

  function currentHint() {
    return document.querySelector('.hint[data-path="' + CSS.escape(window.location.pathname) + '"]');
  }

  function show() {
    var current = currentHint();
    document.querySelectorAll(".hint").forEach(function (hint) {
      hint.hidden = hint !== current || isClosed(hint);
    });
    var opener = document.querySelector(".hint-opener");
    if (opener) opener.hidden = !current;
  }

  document.addEventListener("click", function (event) {
    if (!event.target.closest) return;
    var hint = event.target.closest(".hint-close") ? event.target.closest(".hint") : null;
    if (hint) {
      remember(hint, true);
      show();
      document.getElementById("content").focus();
    }
    if (event.target.closest(".hint-opener") && currentHint()) {
      remember(currentHint(), false);
      show();
      currentHint().querySelector(".hint-close").focus();
      window.scrollTo(0, 0);
    }
  });

  window.addEventListener("address:changed", show);

  /* Show the hint as soon as it is there and before the first paint, so that the content does not move. */
  new MutationObserver(function (_changes, observer) {
    if (!document.getElementById("frame-content")) return;
    observer.disconnect();
    show();
  }).observe(document.documentElement, { childList: true, subtree: true });

  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("screen:live", show);
})();
