// "More replies" in place: the rest of a thread comes into the page that has its beginning.
// Without this script, or without an answer, the link leads to a page with the rest.

import { goTo, isPlain } from "./jump.js";

document.addEventListener("click", async (event) => {
  const link = event.target.closest(".more a:not(.onward)");
  if (!link || !isPlain(event)) return;
  event.preventDefault();
  if (link.ariaBusy) return;
  link.ariaBusy = "true";
  try {
    const answer = await fetch(new URL("../more/", link.href), { headers: { "HX-Request": true } });
    put(link.closest("li"), answer.ok && (await answer.text()));
  } catch {
    location.assign(link.href);
  } finally {
    link.ariaBusy = null; // also for who comes Back
  }
});

function put(link, html) {
  const came = document.createElement("template");
  came.innerHTML = html;
  const list = came.content.firstElementChild;
  const comments = [...list.querySelectorAll(".comment")];
  const [first] = comments; // nothing is left: the page of the link says so
  const { came: words } = list.dataset;
  for (const fresh of comments) makeRoomFor(fresh);
  link.replaceWith(list);
  goTo(first);
  document.getElementById("announcer").textContent = words;
  document.dispatchEvent(new Event("comments:more"));
}

// Posted here or offered as news before: it stands now where it belongs, with its answers.
function makeRoomFor(fresh) {
  const there = document.getElementById(fresh.id);
  for (const [part, place] of [["#respond", ".c-text"], ["comment-news", ".c-head"]]) {
    const kept = there?.querySelector(part);
    if (kept) fresh.querySelector(place).append(kept);
  }
  there?.remove();
}
