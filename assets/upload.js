/* The progress of an upload, and a button to stop it. Without this script the browser submits the form itself. */
(function () {
  "use strict";
  var megabyte = 1024 * 1024;

  function megabytes(bytes) {
    return (bytes / megabyte).toFixed(1).replace(".", ",");
  }

  function send(form) {
    var panel = form.querySelector(".upload-progress");
    var bar = panel.querySelector("progress");
    var status = panel.querySelector(".upload-said");
    var stop = panel.querySelector(".upload-stop");
    var button = form.querySelector("button[type=submit]");
    var request = new XMLHttpRequest();

    function end(text) {
      status.textContent = text;
      button.disabled = false;
      stop.hidden = true;
    }

    request.upload.addEventListener("progress", function (event) {
      if (!event.lengthComputable) return;
      bar.value = (100 * event.loaded) / event.total;
      status.textContent = "Передано " + megabytes(event.loaded) + " из " + megabytes(event.total) + " МБ";
    });
    request.addEventListener("load", function () {
      if (request.status < 400) window.location.assign(request.responseURL);
      else if (request.status === 413) end("Файлы слишком велики: загрузите их по одному.");
      else end("Ошибка передачи. Обновите страницу и повторите.");
    });
    request.addEventListener("error", function () {
      end("Связь прервалась. Повторите передачу.");
    });
    request.addEventListener("abort", function () {
      end("Передача остановлена.");
    });
    stop.onclick = function () {
      request.abort();
    };
    panel.hidden = false;
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
    var label = field.parentElement.querySelector(".upload-chosen");
    label.textContent = names.length ? names.join(", ") : field.getAttribute("aria-label");
  });

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.matches || !form.matches(".upload-form")) return;
    event.preventDefault();
    send(form);
  });
})();
