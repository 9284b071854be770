/* What a new content of the screen must not take away: the focus, opened details, values being typed. It also tells
   screen readers what is shown now. Dash replaces the elements, so each is looked for again: its twin. */
(function () {
  "use strict";
  var CONTROLS = "a, button, input, select, textarea, summary, [tabindex]";
  var before = null; // what was noted when the new content was asked for

  function textOf(element) {
    return element.textContent.replace(/[▲▼\s]+/g, " ").trim();
  }

  function isTwin(note) {
    return function (element) {
      return element.tagName === note.tag && textOf(element) === note.text;
    };
  }

  /* Enough to find the twin: the id, the key, or the text and which of several with this text. */
  function describe(element, root) {
    var note = { id: element.id, key: element.dataset.key, tag: element.tagName, text: textOf(element) };
    note.place = note.text ? all(root, element.tagName).filter(isTwin(note)).indexOf(element) : -1;
    return note;
  }

  function all(root, selector) {
    return Array.prototype.slice.call(root.querySelectorAll(selector));
  }

  function findTwin(note, root) {
    if (note.id) return root.querySelector("#" + CSS.escape(note.id));
    if (note.key) return root.querySelector('[data-key="' + CSS.escape(note.key) + '"]');
    if (!note.text) return null;
    var twins = all(root, note.tag).filter(isTwin(note));
    // A link to what is shown now has become a text that is marked as current.
    var current = all(root, "[aria-current]").filter(function (element) {
      return textOf(element) === note.text;
    });
    return twins[note.place] || twins[0] || current[0] || null;
  }

  function note(root) {
    var focused = document.activeElement;
    return {
      path: window.location.pathname,
      focus: focused && root.contains(focused) && focused.matches(CONTROLS) ? describe(focused, root) : null,
      open: all(root, "details[open] > summary").map(function (summary) {
        return describe(summary, root);
      }),
    };
  }

  function openAgain(notes, root) {
    notes.forEach(function (one) {
      var summary = findTwin(one, root);
      if (summary && summary.parentElement.matches("details")) summary.parentElement.open = true;
    });
  }

  function focusAgain(one, root) {
    var lost = !document.activeElement || document.activeElement === document.body;
    var twin = one && lost ? findTwin(one, root) : null;
    if (!twin) return;
    if (!twin.matches(CONTROLS)) twin.setAttribute("tabindex", "-1");
    twin.focus({ preventScroll: true });
  }

  function content() {
    return document.getElementById("frame-content");
  }

  window.addEventListener("dash:asked", function (event) {
    if (event.detail.isPage && content()) before = note(content());
  });

  /* The control may be left for another one while the answer is on its way. */
  document.addEventListener("focusin", function (event) {
    if (before && content() && content().contains(event.target)) before.focus = describe(event.target, content());
  });

  document.addEventListener("screen:drawn", function () {
    var noted = before;
    before = null;
    if (!noted) return;
    if (noted.path === window.location.pathname) {
      openAgain(noted.open, content());
      focusAgain(noted.focus, content());
    }
    announce();
  });

  /* ---- The first screen: HTML, then drawn again by Dash ---- */

  var left = null;

  function typedValues(root) {
    return all(root, "input, select, textarea").filter(function (field) {
      if (field.type === "checkbox") return field.checked !== field.defaultChecked;
      if (field.tagName !== "SELECT") return field.value !== field.defaultValue;
      return field.selectedIndex !== all(field, "option").findIndex(function (option) { return option.defaultSelected; });
    });
  }

  function setValue(field, from) {
    if (field.type === "checkbox") {
      if (field.checked !== from.checked) field.click();
      return;
    }
    // React listens to values that are set by the browser's own setter.
    var kind = { SELECT: HTMLSelectElement, TEXTAREA: HTMLTextAreaElement }[field.tagName] || HTMLInputElement;
    Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(field, from.value);
    field.dispatchEvent(new Event(field.tagName === "SELECT" ? "change" : "input", { bubbles: true }));
  }

  function hasHandler(button) {
    return button.tagName === "BUTTON" && !(button.form && button.type === "submit");
  }

  document.addEventListener("click", function (event) {
    var first = document.getElementById("first-screen");
    var button = first && event.target.closest && event.target.closest("#frame-content button");
    if (button && hasHandler(button)) first.pressed = button;
  });

  document.addEventListener("screen:leaving", function () {
    if (left) return; // its elements have moved since
    var first = document.getElementById("first-screen");
    left = note(first);
    left.pressed = first.pressed ? describe(first.pressed, first) : null;
    left.values = typedValues(first).map(function (field) {
      return { twin: describe(field, first), value: field.value, checked: field.checked };
    });
  });

  document.addEventListener("screen:live", function () {
    var root = document.getElementById("react-entry-point");
    openAgain(left.open, root);
    focusAgain(left.focus, root);
    left.values.forEach(function (one) {
      var field = findTwin(one.twin, root);
      if (field) setValue(field, one);
    });
    var button = left.pressed && findTwin(left.pressed, root);
    if (button) button.click();
  });

  /* ---- What is shown, for screen readers ---- */

  function partOf(selector, prefix) {
    var element = content().querySelector(selector);
    return element && textOf(element) ? [(prefix || "") + textOf(element)] : [];
  }

  function filters() {
    var chips = all(content(), ".chips .chip").map(function (chip) {
      return textOf(chip).replace("убрать фильтр ", "").replace("×", "").trim();
    });
    return chips.length ? ["фильтры: " + chips.join(", ")] : [];
  }

  function rows() {
    var table = content().querySelector("table:not(.graph-table table)");
    return table ? ["строк: " + table.querySelectorAll("tbody tr").length] : [];
  }

  function announce() {
    var place = document.getElementById("shown-now");
    if (!place || !content()) return;
    var stated = partOf("[data-result]");
    var counted = partOf(".pager-shown", "строки ");
    var parts = stated.length ? stated : partOf("h1").concat(counted.length ? counted : rows());
    var day = partOf(".date-shown", "на ");
    place.textContent = "Показано: " + parts.concat(day, filters()).join(", ");
  }
})();
