// Puts comments that come from the server where they belong on the page that is open. Left
// out is what is there already, and what has its place on another page.

export function place(html) {
  const came = document.createElement("template");
  came.innerHTML = html;
  const entries = [...came.content.querySelectorAll("li.comment")].filter(put);
  const count = came.content.querySelector("#comments-title");
  if (count) document.getElementById("comments-title")?.replaceWith(count);
  if (entries.length) document.dispatchEvent(new CustomEvent("comments:placed", { detail: { entries } }));
  return entries;
}

function put(entry) {
  const there = document.getElementById(entry.id);
  if (there) return publish(there, entry);
  const { parent } = entry.dataset;
  return parent ? putBelow(document.getElementById(`comment-${parent}`), entry) : putThread(entry);
}

// One that waited for a moderator, and waits no longer.
function publish(there, entry) {
  if (!there.matches(".pending") || entry.matches(".pending") || there.querySelector("ol.children")) return false;
  there.replaceWith(entry);
  return true;
}

function putBelow(parent, entry) {
  if (!parent) return false;
  const level = Number(parent.dataset.level);
  entry.dataset.level = level + 1;
  // Below this level replies stand in one column, as on the server's pages.
  if (level < document.getElementById("new-branch").dataset.indents) {
    listOf(parent.firstElementChild).append(entry);
  } else {
    while (parent.nextElementSibling?.dataset.level > level) parent = parent.nextElementSibling;
    parent.after(entry);
  }
  for (let above = entry; (above = above.parentElement.closest(".c-fold")); ) {
    above.querySelector(".rail").replaceWith(newBranch().querySelector(".rail"));
  }
  return true;
}

// Only the page of all threads takes new ones, at the end that is theirs.
function putThread(entry) {
  const isNewestFirst = location.search.includes("order=newest");
  const thread = document.querySelector("#comments:has(#comments-title) .thread");
  if (!thread || thread.querySelector(`.pager [rel=${isNewestFirst ? "prev" : "next"}]`)) return false;
  let list = thread.querySelector(".commentlist");
  if (!list) {
    list = document.createElement("ol");
    list.className = "commentlist";
    list.role = "list";
    thread.querySelector(".empty")?.replaceWith(list);
  }
  list[isNewestFirst ? "prepend" : "append"](entry);
  return true;
}

function listOf(article) {
  const there = article.querySelector(":scope > .c-fold > .children");
  if (there) return there;
  const branch = newBranch();
  const list = branch.querySelector("ol");
  list.before(...[...article.children].slice(1));
  article.append(branch);
  return list;
}

// Its words count nothing: how many replies a branch has is not what the server counted.
function newBranch() {
  return document.getElementById("new-branch").content.cloneNode(true);
}
