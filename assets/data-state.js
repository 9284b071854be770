/* Whether the screen is what the server would show now: the moment of the data in the footer comes with each screen;
   newer data and a sign-in of another account in another tab are said in a strip. */
(function () {
  "use strict";
  var PAUSE = 60000; // milliseconds between two questions
  var askedAt = Date.now();
  var channel = window.BroadcastChannel ? new BroadcastChannel("account") : null;

  function account() {
    var element = document.querySelector("[data-account]");
    return element ? element.dataset.account : "";
  }

  function moment() {
    return document.querySelector(".data-as-of");
  }

  function say(text, label, act) {
    var strip = document.querySelector(".state-notice");
    if (strip && strip.dataset.text === text) return;
    if (strip) strip.remove();
    strip = document.createElement("div");
    strip.className = "state-notice";
    strip.dataset.text = text;
    strip.setAttribute("role", "status");
    strip.append(text);
    var button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm btn-primary";
    button.textContent = label;
    button.addEventListener("click", act);
    strip.append(button);
    document.body.prepend(strip);
  }

  function checkAccount(other) {
    if (!other || !account() || other === account()) return true;
    say("Вы вошли как «" + other + "» в другой вкладке. Этот экран — учётной записи «" + account() + "».", "Обновить", function () {
      window.location.assign("/");
    });
    return false;
  }

  function checkData(loaded) {
    if (!loaded || (moment() && moment().textContent === loaded)) return;
    say("Есть новые данные: загружены " + loaded + ".", "Обновить", function () {
      window.location.reload();
    });
  }

  window.addEventListener("dash:answered", function (event) {
    var detail = event.detail;
    if (!checkAccount(detail.account) || !detail.isPage || !detail.loaded) return;
    if (moment()) moment().textContent = detail.loaded; // this screen is made from these data
    var strip = document.querySelector(".state-notice");
    if (strip) strip.remove();
  });

  document.addEventListener("visibilitychange", function () {
    if (document.hidden || !account() || Date.now() - askedAt < PAUSE) return;
    askedAt = Date.now();
    window
      .fetch("/state", { headers: { Accept: "application/json" } })
      .then(function (answer) {
        if (answer.status === 204 && checkAccount(decodeURIComponent(answer.headers.get("X-Account") || ""))) {
          checkData(answer.headers.get("X-Data-Loaded"));
        }
      })
      .catch(function () {}); // without a connection nothing is known, and the next click says so
  });

  if (!channel) return;
  channel.addEventListener("message", function (event) {
    checkAccount(event.data);
  });
  document.addEventListener("DOMContentLoaded", function () {
    if (account()) channel.postMessage(account());
  });
})();
