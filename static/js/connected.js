// A popup's last page: tells the page that opened it, and closes. Not by `opener`, which the
// browser took away (COOP).
const { popup, code } = document.getElementById("connected").dataset;
new BroadcastChannel(popup).postMessage(code);
window.close();
