// Links between comments: whatever hides the comment is opened, the focus goes along to its
// names, and Back returns it to the link. Without this script the browser's own jump and Back.

const LINK = 'a[href^="#comment-"]';

function commentAt(hash) {
  return hash.startsWith("#comment-") && document.getElementById(hash.slice(1));
}

function arrive() {
  const comment = commentAt(location.hash);
  if (comment) goTo(comment);
}

export function goTo(comment) {
  unfold(ownBranch(comment));
  const head = comment.querySelector(".muted > summary, .c-head");
  head.tabIndex = -1;
  head.focus({ preventScroll: true });
}

export function unfold(part) {
  for (let box = part; (box = box.closest("details")); box = box.parentElement) box.open = true;
}

// No click for another tab, or with another button.
export function isPlain({ defaultPrevented, button, metaKey, ctrlKey, shiftKey }) {
  return !(defaultPrevented || button || metaKey || ctrlKey || shiftKey);
}

// That holds its words too.
function ownBranch(comment) {
  return comment.querySelector(":scope > article > .c-fold") ?? comment;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest(`${LINK}, .comment .when`);
  if (!link || !isPlain(event)) return;
  // A date is its comment's address from anywhere: here nobody needs to be asked for it.
  const hash = link.hash || `#${link.closest(".comment").id}`;
  const comment = commentAt(hash);
  if (comment) unfold(ownBranch(comment)); // before the browser looks where to scroll
  if (link.matches(".replyto a")) {
    history.replaceState({ ...history.state, leftFrom: link.closest(".comment").id }, "");
  }
  if (!link.hash) {
    event.preventDefault();
    location.hash = hash;
  }
  // The same place again is no change of address.
  if (hash === location.hash) setTimeout(arrive);
});

window.addEventListener("hashchange", () => {
  const left = document.getElementById(history.state?.leftFrom ?? "");
  if (left) left.querySelector(`.replyto ${LINK}`)?.focus({ preventScroll: true });
  else arrive();
});

// The browser scrolls to the comment while the page loads, and takes the focus away for it.
const first = commentAt(location.hash);
if (first) {
  unfold(ownBranch(first));
  window.addEventListener("load", () => setTimeout(() => document.activeElement === document.body && arrive()));
}
