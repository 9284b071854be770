/* Paper: graphs get its width, what is folded or not drawn yet is printed as its table, and a list in whole, up to a
   limit that it says. Afterwards all is as it was. */
(function () {
  "use strict";
  var WIDTH = 655; // pixels inside a graph on A4 with the margins of print.css
  var restored = [];

  function all(selector) {
    return Array.prototype.slice.call(document.querySelectorAll(selector));
  }

  function fitGraph(graph) {
    window.Plotly.relayout(graph, { autosize: false, width: WIDTH });
    restored.push(function () {
      window.Plotly.relayout(graph, { autosize: true, width: null });
    });
  }

  function unfold(table) {
    if (table.open) return;
    table.open = true;
    restored.push(function () {
      table.open = false;
    });
  }

  function isDrawn(table) {
    var figure = table.closest(".graph");
    return Boolean(figure && figure.querySelector(".main-svg"));
  }

  /* The page is laid out for paper as soon as this event ends, so the rows are waited for. */
  function rowsOf(address) {
    var request = new XMLHttpRequest();
    try {
      request.open("GET", address, false);
      request.send();
    } catch {
      return null;
    }
    return request.status === 200 ? new DOMParser().parseFromString(request.responseText, "text/html") : null;
  }

  function printWhole(list) {
    var rows = rowsOf(list.dataset.printed);
    if (!rows) return; // the page in sight is printed, and says which one it is
    var whole = document.createElement("div");
    whole.className = "printed-list";
    whole.append.apply(whole, Array.prototype.slice.call(rows.body.childNodes));
    list.before(whole);
    list.hidden = true;
    restored.push(function () {
      whole.remove();
      list.hidden = false;
    });
  }

  window.addEventListener("beforeprint", function () {
    all("main [data-printed]").forEach(printWhole);
    if (window.Plotly) all("main .js-plotly-plot").forEach(fitGraph);
    all("main details.graph-table").forEach(function (table) {
      if (!isDrawn(table)) unfold(table);
    });
  });

  window.addEventListener("afterprint", function () {
    restored.splice(0).forEach(function (restore) {
      restore();
    });
  });
})();
