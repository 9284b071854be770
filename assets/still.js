/* Draws a tree of plain elements, made by dashboard/components/still.py, as one component.
   A link changes the address as dcc.Link does, without loading the page again. */
(function () {
  "use strict";

  function follow(event) {
    var link = event.currentTarget;
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    var isOtherPage = link.pathname !== window.location.pathname;
    window.history.pushState({}, "", link.href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    if (isOtherPage) window.scrollTo(0, 0); // another order of the same table keeps its place
  }

  function draw(node) {
    if (node === null || node === undefined || typeof node !== "object") return node;
    var children = node.children === undefined ? [] : [].concat(node.children);
    var isLink = node.tag === "Link";
    var props = isLink ? Object.assign({ onClick: follow }, node.props) : node.props;
    return React.createElement.apply(null, [isLink ? "a" : node.tag, props].concat(children.map(draw)));
  }

  window.dashboard = Object.assign(window.dashboard || {}, {
    Still: function Still(props) {
      return draw(props.tree);
    },
  });
})();
