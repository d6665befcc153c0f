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
  for (let above = entry; (above = above.parentElement.closest(".c-fold")); ) count(above);
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
  const branch = document.getElementById("new-branch").content.firstElementChild.cloneNode(true);
  const list = branch.querySelector("ol");
  list.before(...[...article.children].slice(1));
  article.append(branch);
  return list;
}

// One more: its line says so as the server would, which left a sample for each form of a number.
function count(branch) {
  const comment = branch.closest(".comment");
  const labels = [...branch.querySelector(".rail").children];
  const n = Number(/\d+/.exec(labels[1].textContent)) + 1;
  const rule = new Intl.PluralRules(document.documentElement.lang);
  const kind = comment.matches(".tomb") ? ".tomb" : ":not(.tomb)";
  const samples = [...document.getElementById("new-branch").content.querySelectorAll(`p${kind}`)];
  const sample = samples.find(({ dataset }) => rule.select(dataset.n) === rule.select(n)) ?? samples.at(-1);
  const name = comment.querySelector(".p-name")?.textContent;
  labels.forEach((label, part) => {
    const words = sample.children[part].textContent.replace(/\d+/, n);
    label.textContent = words.replace("NAME", () => name);
  });
}
