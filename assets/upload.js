/* How far files have been sent, and a way to stop. Without this script the form is sent by the browser itself. */
(function () {
  "use strict";
  var megabyte = 1024 * 1024;

  function told(bytes) {
    return (bytes / megabyte).toFixed(1).replace(".", ",");
  }

  function send(form) {
    var around = form.querySelector(".upload-progress");
    var bar = around.querySelector("progress");
    var said = around.querySelector(".upload-said");
    var stop = around.querySelector(".upload-stop");
    var button = form.querySelector("button[type=submit]");
    var request = new XMLHttpRequest();

    function end(text) {
      said.textContent = text;
      button.disabled = false;
      stop.hidden = true;
    }

    request.upload.addEventListener("progress", function (event) {
      if (!event.lengthComputable) return;
      bar.value = (100 * event.loaded) / event.total;
      said.textContent = "Передано " + told(event.loaded) + " из " + told(event.total) + " МБ";
    });
    request.addEventListener("load", function () {
      if (request.status < 400) window.location.assign(request.responseURL);
      else if (request.status === 413) end("Файлы слишком велики: загрузите их по одному.");
      else end("Не получилось. Обновите страницу и попробуйте снова.");
    });
    request.addEventListener("error", function () {
      end("Связь прервалась. Попробуйте снова.");
    });
    request.addEventListener("abort", function () {
      end("Передача остановлена.");
    });
    stop.onclick = function () {
      request.abort();
    };
    around.hidden = false;
    stop.hidden = false;
    button.disabled = true;
    request.open("POST", form.action);
    request.send(new FormData(form));
  }

  document.addEventListener("change", function (event) {
    var field = event.target;
    if (!field.matches || !field.matches(".upload-field input")) return;
    var names = Array.prototype.map.call(field.files, function (file) {
      return file.name;
    });
    var chosen = field.parentElement.querySelector(".upload-chosen");
    chosen.textContent = names.length ? names.join(", ") : field.getAttribute("aria-label");
  });

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.matches || !form.matches(".upload-form")) return;
    event.preventDefault();
    send(form);
  });
})();
