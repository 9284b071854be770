/* The browser's part of dashboard/dash_internals.py: everything that relies on undocumented behaviour of Dash
   and React. Loaded before all other scripts, which listen to the events named here. */

/* Styles that scripts of the page create get the nonce that the content security policy requires. */
(function () {
  "use strict";
  var nonce = document.currentScript.nonce;
  var create = Document.prototype.createElement;
  var setAttribute = Element.prototype.setAttribute;

  Document.prototype.createElement = function (name) {
    var element = create.apply(this, arguments);
    if (String(name).toLowerCase() === "style") element.nonce = nonce;
    return element;
  };

  /* The policy blocks a style attribute set as text, but allows it through the style object. */
  Element.prototype.setAttribute = function (name, value) {
    if (String(name).toLowerCase() === "style" && this.style) this.style.cssText = value;
    else setAttribute.apply(this, arguments);
  };
})();

/* address:changed: a link (detail.isLink), a callback or the browser's buttons changed the address. */
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
   means that the request is for the content of a page. Only the status of an answer is read. */
(function () {
  "use strict";
  var PAGE = "frame-content.children";
  var originalFetch = window.fetch;

  function announce(name, detail) {
    window.dispatchEvent(new CustomEvent(name, { detail: detail }));
  }

  window.fetch = function (address, options) {
    var isDash = String(address.url || address).indexOf("/_dash-") !== -1;
    if (!isDash) return originalFetch.apply(this, arguments);
    var isPage = String((options || {}).body || "").indexOf(PAGE) !== -1;
    announce("dash:asked", { isPage: isPage });
    return originalFetch.apply(this, arguments).then(
      function (answer) {
        announce("dash:answered", { isPage: isPage, status: answer.status });
        if (answer.status !== 401) return answer;
        return new Promise(function () {}); // the browser is leaving the page, so Dash must not react
      },
      function (fault) {
        announce("dash:failed", { isPage: isPage, isAborted: fault.name === "AbortError" });
        throw fault;
      }
    );
  };
})();

/* Draws a tree of plain elements from dashboard/components/still.py as one component.
   A link changes the address without reloading the page, as dcc.Link does. */
(function () {
  "use strict";

  function follow(event) {
    var link = event.currentTarget;
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    var isOtherPage = link.pathname !== window.location.pathname;
    window.history.pushState({}, "", link.href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    if (isOtherPage) window.scrollTo(0, 0); // sorting a table keeps the scroll position
  }

  function draw(node) {
    if (node === null || node === undefined || typeof node !== "object") return node;
    var children = node.children === undefined ? [] : [].concat(node.children);
    var isLink = node.tag === "Link";
    var props = isLink ? Object.assign({ onClick: follow }, node.props) : node.props;
    return React.createElement.apply(null, [isLink ? "a" : node.tag, props].concat(children.map(draw)));
  }

  /* Draws what it holds when it comes near the screen, and keeps it from then on. */
  function Later(props) {
    var place = React.useRef(null);
    var near = React.useState(!window.IntersectionObserver);
    React.useEffect(function () {
      if (near[0]) return;
      var observer = new IntersectionObserver(
        function (entries) {
          if (entries.some(function (one) { return one.isIntersecting; })) near[1](true);
        },
        { rootMargin: "400px" }
      );
      observer.observe(place.current);
      return function () { observer.disconnect(); };
    }, [near[0]]);
    return React.createElement("div", { ref: place, className: "later" }, near[0] ? props.children : null);
  }

  window.dashboard = Object.assign(window.dashboard || {}, {
    Later: Later,
    Still: function Still(props) {
      return draw(props.tree);
    },
  });
})();
