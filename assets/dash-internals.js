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

/* address:changed: a link (detail.isLink), a callback or the browser's buttons (detail.isReturn) changed the address. */
(function () {
  "use strict";

  function announce(isLink, isReturn) {
    return function () {
      var detail = { isLink: isLink, isReturn: isReturn };
      window.dispatchEvent(new CustomEvent("address:changed", { detail: detail }));
    };
  }

  window.addEventListener("popstate", announce(false, true));
  window.addEventListener("_dashprivate_pushstate", announce(true, false));
  window.addEventListener("_dashprivate_historychange", announce(false, false));
})();

/* Requests of Dash: dash:asked, then dash:answered (detail.status) or dash:failed (detail.isAborted); detail.isPage
   means that the request is for the content of a page. Of an answer the status is read, and the headers of
   web/data_state.py: detail.account and detail.loaded. An answer for another account is not drawn. */
(function () {
  "use strict";
  var PAGE = "frame-content.children";
  var originalFetch = window.fetch;
  var openedAt = window.location.pathname + window.location.search;

  function announce(name, detail) {
    window.dispatchEvent(new CustomEvent(name, { detail: detail }));
  }

  /* The page carries the answers to the first three requests: each is given once, the screen only for the address
     of the page. */
  function firstAnswer(path, isPage) {
    var name = path.indexOf("/_dash-layout") !== -1 ? "layout" : path.indexOf("/_dash-dependencies") !== -1 ? "dependencies" : "";
    if (isPage && window.location.pathname + window.location.search === openedAt) name = "screen";
    var element = name && document.getElementById("first-answer-" + name);
    if (!element) return null;
    element.remove();
    return Promise.resolve(new Response(element.textContent, { headers: { "Content-Type": "application/json" } }));
  }

  /* Dash calls the callbacks of controls that come with a content, though nobody has used one: five requests a screen.
     Those that change the address change nothing then, which Dash takes from status 204. */
  var isUntouched = true;
  ["pointerdown", "keydown", "input", "change", "click"].forEach(function (name) {
    window.addEventListener(
      name,
      function () {
        isUntouched = false;
      },
      true
    );
  });

  function isNeedless(body) {
    return isUntouched && /"output":"(\.\.)?frame-address\./.test(body);
  }

  window.fetch = function (address, options) {
    var path = String(address.url || address);
    if (path.indexOf("/_dash-") === -1) return originalFetch.apply(this, arguments);
    var body = String((options || {}).body || "");
    if (isNeedless(body)) return Promise.resolve(new Response(null, { status: 204 }));
    var isPage = body.indexOf(PAGE) !== -1;
    var first = firstAnswer(path, isPage);
    if (first) return first;
    announce("dash:asked", { isPage: isPage });
    return originalFetch.apply(this, arguments).then(
      function (answer) {
        if (isPage) isUntouched = true;
        var account = decodeURIComponent(answer.headers.get("X-Account") || "");
        var loaded = answer.headers.get("X-Data-Loaded");
        announce("dash:answered", { isPage: isPage, status: answer.status, account: account, loaded: loaded });
        var own = document.querySelector("[data-account]");
        var isOther = account && own && own.dataset.account !== account;
        if (answer.status !== 401 && !isOther) return answer;
        return new Promise(function () {}); // the browser is leaving the page, so Dash must not react
      },
      function (fault) {
        announce("dash:failed", { isPage: isPage, isAborted: fault.name === "AbortError" });
        throw fault;
      }
    );
  };
})();

/* Draws a tree of plain elements from dashboard/components/still.py as one component: its root is an element of React,
   what is below comes as HTML, which dashboard/markup.py alone writes and escapes. The browser parses HTML several times
   faster than React makes elements. Where the HTML has a slot, React draws what the slot holds. Styles stand in
   `data-style`, since the policy forbids them in HTML. */
(function () {
  "use strict";
  var SVG = "http://www.w3.org/2000/svg";
  var VOID = /^(area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/;

  function applyStyles(root) {
    root.querySelectorAll("[data-style]").forEach(function (element) {
      element.style.cssText = element.dataset.style;
      element.removeAttribute("data-style");
    });
  }

  function create(tag) {
    return tag === "svg" ? document.createElementNS(SVG, tag) : document.createElement(tag);
  }

  /* The HTML as elements, outside the document, so that React fills the slots before anything is shown. */
  function parse(tag, html) {
    var holder = create(tag);
    holder.innerHTML = html;
    applyStyles(holder);
    return { holder: holder, slots: holder.querySelectorAll("[data-slot]") };
  }

  /* The first screen is in the page already: its elements move into what Dash draws. */
  function adopt(tag) {
    var first = document.querySelector("#first-screen #frame-content > *");
    if (!first) window.location.reload(); // it has moved before, and is asked for again
    document.dispatchEvent(new CustomEvent("screen:leaving"));
    var holder = create(tag);
    while (first && first.firstChild) holder.append(first.firstChild);
    var slots = Array.prototype.filter.call(holder.querySelectorAll("[data-slot]"), function (slot) {
      var isOwn = holder.contains(slot); // and not in another one, which is empty now
      slot.textContent = "";
      return isOwn;
    });
    return { holder: holder, slots: slots };
  }

  function portals(slots, props) {
    var since = 0;
    var children = [].concat(props.children); // Dash gives an only child without its list
    return props.slots.map(function (size, place) {
      var held = children.slice(since, since + size);
      since += size;
      return ReactDOM.createPortal(held, slots[place], String(place));
    });
  }

  function Still(props) {
    var root = React.useRef(null);
    var tag = props.tag === "Link" ? "a" : props.tag;
    var html = props.html ? props.html.join("") : null;
    var parsed = React.useMemo(
      function () {
        return props.slots && (html === null ? adopt(tag) : parse(tag, html));
      },
      [tag, html]
    );
    React.useLayoutEffect(
      function () {
        if (!parsed || VOID.test(tag)) return;
        root.current.textContent = "";
        while (parsed.holder.firstChild) root.current.append(parsed.holder.firstChild);
      },
      [parsed]
    );
    var own = Object.assign({ ref: root, key: "root" }, props.props);
    if (props.tag === "Link") own["data-link"] = "";
    if (!parsed) return React.createElement(tag, own, props.children);
    return [React.createElement(tag, own)].concat(portals(parsed.slots, props));
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

  window.dashboard = Object.assign(window.dashboard || {}, { Later: Later, Still: Still });

  /* A link changes the address without a new page, as dcc.Link does. */
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[data-link]");
    if (!link || event.defaultPrevented || document.getElementById("first-screen")) return;
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    window.history.pushState({}, "", link.href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  });
})();

/* The first screen: the server sends it as HTML. Once it is painted, the scripts of Dash are loaded; Dash draws into an
   element outside the document, which takes the place of the first screen when its content has come. Then the scripts
   get `screen:live` (detail.before: the screen that was replaced), and `screen:drawn` each time when a content has come. */
(function () {
  "use strict";
  var scripts = document.currentScript.src.replace("first.js", "dash_renderer.js");
  var plotly = document.currentScript.src.replace("first.js", "plotly.min.js");
  /* Dash would load the library of charts from an address without a fingerprint. */
  Object.defineProperty(window, "_dashPlotlyJSURL", {
    get: function () {
      return plotly;
    },
    set: function () {},
  });

  function announce(name, before) {
    document.dispatchEvent(new CustomEvent(name, { detail: { before: before } }));
  }

  function watch(entry, first) {
    new MutationObserver(function (changes) {
      var content = entry.querySelector("#frame-content");
      if (!content || !content.firstElementChild) return;
      if (first) {
        var before = first;
        first = null;
        entry.hidden = false;
        document.dispatchEvent(new CustomEvent("screen:leaving"));
        before.replaceWith(entry);
        announce("screen:live", before);
        announce("screen:drawn", before);
        return;
      }
      var isDrawn = changes.some(function (change) {
        return change.target === content && change.addedNodes.length;
      });
      if (isDrawn) announce("screen:drawn", null);
    }).observe(entry, { childList: true, subtree: true });
  }

  function start() {
    var entry = document.getElementById("react-entry-point");
    var script = document.createElement("script");
    script.src = scripts;
    script.onload = function () {
      window.renderer = new DashRenderer();
      entry.remove();
      watch(entry, document.getElementById("first-screen"));
    };
    document.body.append(script);
  }

  document.addEventListener("DOMContentLoaded", function () {
    if (!document.getElementById("react-entry-point")) return;
    requestAnimationFrame(function () {
      setTimeout(start);
    });
  });
})();
