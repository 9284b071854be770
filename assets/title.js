// The document's title follows the screen, so that tabs and history entries differ.
window.dash_clientside = window.dash_clientside || {};
window.dash_clientside.frame = {
  setTitle: function (title) {
    if (title) document.title = title + " — Мониторинг ИОМ";
    return title || "";
  },
};
