/* The head of a screen: folded parts close on Escape and on a click outside, an address may end with a part of the
   screen, and «Поделиться» copies the address. It handles no data. */
(function () {
  "use strict";

  function closePopups(except) {
    document.querySelectorAll("details.popup[open]").forEach(function (popup) {
      if (popup !== except) popup.removeAttribute("open");
    });
  }

  function tell(button, text) {
    var status = button.parentElement.querySelector(".share-told");
    status.textContent = text;
    window.setTimeout(function () {
      status.textContent = "";
    }, 4000);
  }

  /* Without HTTPS the browser has no clipboard of its own. */
  function copyByHand(text) {
    var field = document.createElement("textarea");
    field.value = text;
    field.className = "visually-hidden";
    document.body.append(field);
    field.select();
    var isCopied = document.execCommand("copy");
    field.remove();
    return isCopied ? Promise.resolve() : Promise.reject(new Error("not copied"));
  }

  function copyAddress(button) {
    var address = window.location.origin + window.location.pathname + window.location.search;
    var copying = navigator.clipboard ? navigator.clipboard.writeText(address) : copyByHand(address);
    copying.then(
      function () {
        button.focus();
        tell(button, "Адрес скопирован");
      },
      function () {
        tell(button, "Скопируйте адрес из строки браузера");
      }
    );
  }

  function scrollToPart(hash) {
    var part = hash.indexOf("#part-") === 0 && document.getElementById(hash.slice(1));
    if (!part) return false;
    part.setAttribute("tabindex", "-1");
    part.focus({ preventScroll: true });
    part.scrollIntoView();
    return true;
  }

  document.addEventListener("click", function (event) {
    if (!event.target.closest) return;
    closePopups(event.target.closest("details.popup"));
    if (event.target.closest(".share-button")) copyAddress(event.target.closest(".share-button"));
    if (event.target.closest(".contents a")) closePopups(null);
    var link = event.target.closest(".to-part");
    if (link) {
      event.preventDefault(); // following the link would change the address of the view
      scrollToPart(link.hash);
    }
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    var open = document.querySelector("details.popup[open]");
    closePopups(null);
    if (open && open.contains(document.activeElement)) open.querySelector("summary").focus();
  });

  /* The screen of the address comes later: scroll as soon as the part is there, once. */
  window.addEventListener("address:changed", function () {
    var hash = window.location.hash;
    if (hash.indexOf("#part-") !== 0) return;
    window.addEventListener(
      "dash:answered",
      function () {
        window.setTimeout(function () {
          scrollToPart(hash);
        }, 100);
      },
      { once: true }
    );
  });
})();
