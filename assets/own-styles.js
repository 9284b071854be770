/* First of all scripts: styles that the page itself makes carry the word by which the content policy knows them. */
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
