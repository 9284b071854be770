/* What lies below the window is laid out after what is in it (waiting.css): part by part, while the browser has nothing
   else to do. A place to return to needs the whole screen at once. */
(function () {
  "use strict";
  var root = document.documentElement;
  var later = window.requestIdleCallback || window.setTimeout;

  function layOut(parts) {
    var next = parts.shift();
    if (!next) return;
    next.style.contentVisibility = "visible";
    later(function () {
      layOut(parts);
    });
  }

  function begin() {
    var content = document.getElementById("frame-content");
    var parts = content ? Array.prototype.slice.call(content.querySelectorAll("section")) : [];
    window.requestAnimationFrame(function () {
      later(function () {
        layOut(parts);
      });
    });
  }

  window.addEventListener("address:changed", function (event) {
    root.classList.toggle("is-whole", event.detail.isReturn || Boolean(window.location.hash));
  });

  var state = window.history.state;
  root.classList.toggle("is-whole", Boolean(window.location.hash || (state && state.scrolledTo)));
  document.addEventListener("screen:drawn", begin);
})();
