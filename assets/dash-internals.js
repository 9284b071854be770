/* The browser's part of dashboard/dash_internals.py: all that leans on what Dash and React do not promise.
   Loaded before every other script; the others listen to the events named here. */

/* Styles that the page itself makes carry the nonce by which the content policy knows them. */
(function () {
  "use strict";
  var nonce = document.currentScript.nonce;
  var create = Document.prototype.createElement;
  var setAttribute = Element.prototype.setAttribute;

  Document.prototype.createElement = function (name) {
    var made = create.apply(this, arguments);
    if (String(name).toLowerCase() === "style") made.nonce = nonce;
    return made;
  };

  /* A style given as text is refused by the policy; given property by property it is not. */
  Element.prototype.setAttribute = function (name, value) {
    if (String(name).toLowerCase() === "style" && this.style) this.style.cssText = value;
    else setAttribute.apply(this, arguments);
  };
})();

/* The address has changed, by a link (detail.isLink), by a callback or by the browser's buttons: address:changed. */
(function () {
  "use strict";

  function announce(isLink) {
    return function () {
      window.dispatchEvent(new CustomEvent("address:changed", { detail: { isLink: isLink } }));
    };
  }

  window.addEventListener("popstate", announce(false));
  window.addEventListener("_dashprivate_pushstate", announce(true));
  window.addEventListener("_dashprivate_historychange", announce(false));
})();

/* Requests of Dash: dash:asked, then dash:answered (detail.status) or dash:failed (detail.isAborted); detail.isPage
   tells that the content of a page is asked for. Nothing of an answer is read but its status. */
(function () {
  "use strict";
  var PAGE = "frame-content.children";
  var ask = window.fetch;

  function announce(name, detail) {
    window.dispatchEvent(new CustomEvent(name, { detail: detail }));
  }

  window.fetch = function (address, options) {
    var isDash = String(address.url || address).indexOf("/_dash-") !== -1;
    if (!isDash) return ask.apply(this, arguments);
    var isPage = String((options || {}).body || "").indexOf(PAGE) !== -1;
    announce("dash:asked", { isPage: isPage });
    return ask.apply(this, arguments).then(
      function (answer) {
        announce("dash:answered", { isPage: isPage, status: answer.status });
        if (answer.status !== 401) return answer;
        return new Promise(function () {}); // the page is being left: nobody needs to hear of it
      },
      function (fault) {
        announce("dash:failed", { isPage: isPage, isAborted: fault.name === "AbortError" });
        throw fault;
      }
    );
  };
})();

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
