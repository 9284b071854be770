/* Where the page is scrolled to: another page begins at its top, Back returns to the place that was left, and sorting
   or filtering moves nothing. The history entry remembers the place, so a reload returns to it too. */
(function () {
  "use strict";
  var PAUSE = 100; // milliseconds of rest after which the place is remembered
  var path = window.location.pathname;
  var query = window.location.search;
  var awaited = null; // the place to return to once the content is there
  var timer;

  if (!("scrollRestoration" in window.history)) return;
  window.history.scrollRestoration = "manual";

  function remembered() {
    return (window.history.state && window.history.state.scrolledTo) || 0;
  }

  function remember() {
    window.clearTimeout(timer);
    if (awaited !== null || remembered() === window.scrollY) return;
    window.history.replaceState(Object.assign({}, window.history.state, { scrolledTo: window.scrollY }), "");
  }

  function scroll(top) {
    window.scrollTo({ top: top, behavior: "instant" });
  }

  window.addEventListener("scroll", function () {
    window.clearTimeout(timer);
    timer = window.setTimeout(remember, PAUSE);
  });

  /* A link is about to be followed: the place is that of the page which is left. */
  document.addEventListener("click", remember, true);
  window.addEventListener("pagehide", remember);

  window.addEventListener("address:changed", function (event) {
    var isSamePage = path === window.location.pathname;
    var isSame = isSamePage && query === window.location.search;
    path = window.location.pathname;
    query = window.location.search;
    window.clearTimeout(timer);
    if (event.detail.isReturn && isSame) scroll(remembered());
    else if (event.detail.isReturn) awaited = remembered();
    else if (!isSamePage) scroll(0);
  });

  document.addEventListener("screen:drawn", function () {
    if (awaited === null) return;
    var top = awaited;
    awaited = null;
    scroll(top);
  });

  document.addEventListener("DOMContentLoaded", function () {
    if (remembered()) scroll(remembered());
  });
})();
