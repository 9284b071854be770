/* A field of dashboard/components/date_field.py: its visible day, and when a typed day takes effect. A browser tells of
   a new value at each key, and the years 0002, 0020 and 0202 come before 2026: a typed day is passed on with Enter, on
   leaving the field, or after a rest. A day from the calendar is passed on at once. */
(function () {
  "use strict";
  var PAUSE = 1500; // milliseconds
  var FIRST_YEAR = "1900";
  var typedAt = 0; // of the last key
  var timer;

  function field(event) {
    return event.target.matches && event.target.matches(".date-box input") ? event.target : null;
  }

  function show(input) {
    var parts = input.value.split("-");
    var shown = input.closest(".date-box").querySelector(".date-shown");
    shown.textContent = parts.length === 3 ? parts.reverse().join(".") : "дд.мм.гггг";
  }

  function isComplete(value) {
    return value === "" || value.slice(0, 4) >= FIRST_YEAR;
  }

  function passOn(input) {
    window.clearTimeout(timer);
    if (!("held" in input.dataset) || !isComplete(input.value)) return;
    delete input.dataset.held;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  document.addEventListener(
    "keydown",
    function (event) {
      var input = field(event);
      if (!input) return;
      typedAt = event.timeStamp;
      if (event.key === "Enter") passOn(input);
    },
    true
  );

  document.addEventListener(
    "input",
    function (event) {
      var input = field(event);
      if (!input) return;
      show(input);
      if (!event.isTrusted || event.timeStamp - typedAt > 500) return;
      event.stopPropagation();
      input.dataset.held = "";
      window.clearTimeout(timer);
      timer = window.setTimeout(passOn, PAUSE, input);
    },
    true
  );

  /* Browsers tell of each key of a date by this event too. */
  document.addEventListener(
    "change",
    function (event) {
      var input = field(event);
      if (input && event.isTrusted && "held" in input.dataset) event.stopPropagation();
    },
    true
  );

  document.addEventListener(
    "focusout",
    function (event) {
      if (field(event)) passOn(event.target);
    },
    true
  );
})();
