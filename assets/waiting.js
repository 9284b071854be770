/* Notices while a screen loads: that it is loading, that the session has ended, that the server is unreachable. */
(function () {
  "use strict";
  var PATIENCE = 150; // milliseconds; faster answers show no notice
  var waiting = 0;
  var timer; // the timer of the notice

  function show() {
    var content = document.getElementById("content");
    document.documentElement.classList.toggle("is-waiting", waiting > 0);
    if (content) content.setAttribute("aria-busy", String(waiting > 0));
  }

  function begin() {
    waiting += 1;
    window.clearTimeout(timer);
    timer = window.setTimeout(show, PATIENCE);
  }

  function end() {
    waiting -= 1;
    if (waiting === 0) window.clearTimeout(timer);
    show();
  }

  function showOffline(isOffline) {
    var notice = document.querySelector(".offline");
    if (!isOffline && notice) notice.remove();
    if (!isOffline || notice) return;
    notice = document.createElement("div");
    notice.className = "offline";
    notice.setAttribute("role", "alert");
    notice.append("Нет связи с сервером. Данные на экране могли устареть. ");
    var retry = document.createElement("button");
    retry.type = "button";
    retry.className = "btn btn-sm btn-primary";
    retry.textContent = "Повторить";
    retry.addEventListener("click", function () {
      window.location.reload();
    });
    notice.append(retry);
    document.body.prepend(notice);
  }

  function leave() {
    var address = window.location.pathname + window.location.search;
    window.location.assign("/login?ended=1&next=" + encodeURIComponent(address));
  }

  // The first screen comes with the page.
  document.addEventListener("screen:live", show);

  window.addEventListener("dash:asked", function (event) {
    if (event.detail.isPage) begin();
  });

  window.addEventListener("dash:answered", function (event) {
    if (event.detail.isPage) end();
    showOffline(false);
    if (event.detail.status === 401) leave();
  });

  window.addEventListener("dash:failed", function (event) {
    if (event.detail.isPage) end();
    if (!event.detail.isAborted) showOffline(true);
  });
})();
