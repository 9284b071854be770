/* What the reader is told while a screen is on its way: that it comes, that the session has ended, that the server
   can't be reached. */
(function () {
  "use strict";
  var PATIENCE = 150; // milliseconds: what is quicker needs no sign
  var waiting = 0;
  var sign; // the timer of the sign that has not been given yet

  function show() {
    var content = document.getElementById("content");
    document.documentElement.classList.toggle("is-waiting", waiting > 0);
    if (content) content.setAttribute("aria-busy", String(waiting > 0));
  }

  function begin() {
    waiting += 1;
    window.clearTimeout(sign);
    sign = window.setTimeout(show, PATIENCE);
  }

  function end() {
    waiting -= 1;
    if (waiting === 0) window.clearTimeout(sign);
    show();
  }

  function tellOffline(isOffline) {
    var told = document.querySelector(".offline");
    if (!isOffline && told) told.remove();
    if (!isOffline || told) return;
    told = document.createElement("div");
    told.className = "offline";
    told.setAttribute("role", "alert");
    told.append("Нет связи с сервером. Данные на экране могли устареть. ");
    var again = document.createElement("button");
    again.type = "button";
    again.className = "btn btn-sm btn-primary";
    again.textContent = "Повторить";
    again.addEventListener("click", function () {
      window.location.reload();
    });
    told.append(again);
    document.body.prepend(told);
  }

  function leave() {
    var here = window.location.pathname + window.location.search;
    window.location.assign("/login?ended=1&next=" + encodeURIComponent(here));
  }

  window.addEventListener("dash:asked", function (event) {
    if (event.detail.isPage) begin();
  });

  window.addEventListener("dash:answered", function (event) {
    if (event.detail.isPage) end();
    tellOffline(false);
    if (event.detail.status === 401) leave();
  });

  window.addEventListener("dash:failed", function (event) {
    if (event.detail.isPage) end();
    if (!event.detail.isAborted) tellOffline(true);
  });
})();
