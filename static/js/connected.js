// The end of a sign-in in a popup: says so to the page that opened it, and closes. Not by
// `opener`: pages of two origins lay between, and the browser cut that tie (COOP).

const { popup, code } = document.getElementById("connected").dataset;
new BroadcastChannel("sign-in").postMessage({ popup, code });
window.close();
