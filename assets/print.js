/* Paper: graphs get its width, and what is folded or not drawn yet is printed as its table. Afterwards all is as it was. */
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

  window.addEventListener("beforeprint", function () {
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
