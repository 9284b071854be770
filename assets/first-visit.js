/* The hint of a start screen (dashboard/components/first_visit.py): shown until it is closed, which the browser
   remembers by account and screen; «Подсказка» in the footer brings it back. */
(function () {
  "use strict";
  var closedHere = {}; // storage may be forbidden; a hint is then closed for as long as the page lasts

  function isClosed(hint) {
    var key = "hint-" + hint.dataset.key;
    try {
      return Boolean(closedHere[key] || window.localStorage.getItem(key));
    } catch (error) {
      return Boolean(closedHere[key]);
    }
  }

  function remember(hint, isClosedNow) {
    var key = "hint-" + hint.dataset.key;
    closedHere[key] = isClosedNow;
    try {
      if (isClosedNow) window.localStorage.setItem(key, "closed");
      else window.localStorage.removeItem(key);
    } catch (error) {
      /* kept in closedHere */
    }
  }

  function hintHere() {
    return document.querySelector('.hint[data-path="' + CSS.escape(window.location.pathname) + '"]');
  }

  function show() {
    var here = hintHere();
    document.querySelectorAll(".hint").forEach(function (hint) {
      hint.hidden = hint !== here || isClosed(hint);
    });
    var opener = document.querySelector(".hint-opener");
    if (opener) opener.hidden = !here;
  }

  document.addEventListener("click", function (event) {
    if (!event.target.closest) return;
    var hint = event.target.closest(".hint-close") ? event.target.closest(".hint") : null;
    if (hint) {
      remember(hint, true);
      show();
      document.getElementById("content").focus();
    }
    if (event.target.closest(".hint-opener") && hintHere()) {
      remember(hintHere(), false);
      show();
      hintHere().querySelector(".hint-close").focus();
      window.scrollTo(0, 0);
    }
  });

  window.addEventListener("address:changed", show);

  /* Between the drawing of the frame and its first painting: what comes below comes into its place. */
  new MutationObserver(function (_changes, observer) {
    if (!document.querySelector(".hint-opener")) return;
    observer.disconnect();
    show();
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
