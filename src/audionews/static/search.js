// Search on the index, without a server: one small file, fetched when somebody begins to look.

/** @typedef {{ slug: string, title: string, rubrique: string, author: string, date: string, summary: string }} Entry */

const box = /** @type {HTMLElement | null} */ (document.querySelector("search"));

/** Return a text without accents and capitals. @param {string} text */
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/’/g, "'");
}

/** @param {Entry} entry */
function result(entry) {
  const link = document.createElement("a");
  link.href = `episodes/${entry.slug}/index.html`;
  link.textContent = entry.title;
  const item = document.createElement("li");
  item.append(link);
  return item;
}

/** @param {HTMLElement} search */
function start(search) {
  const field = /** @type {HTMLInputElement} */ (search.querySelector("input"));
  const status = /** @type {HTMLElement} */ (search.querySelector("[role=status]"));
  const list = /** @type {HTMLElement} */ (search.querySelector("ul"));
  const said = search.dataset;
  /** @type {Promise<{ entry: Entry, text: string }[]> | undefined} */
  let index;

  async function load() {
    const answer = await fetch(said.index ?? "");
    if (!answer.ok) throw new TypeError(answer.statusText);
    const entries = /** @type {Entry[]} */ (await answer.json());
    return entries.map((entry) => ({ entry, text: plain([entry.title, entry.rubrique, entry.author, entry.summary].join(" ")) }));
  }

  async function look() {
    const wanted = plain(field.value).split(/\s+/).filter(Boolean);
    try {
      index ??= load();
      const found = wanted.length ? (await index).filter(({ text }) => wanted.every((word) => text.includes(word))) : [];
      list.replaceChildren(...found.slice(0, 50).map(({ entry }) => result(entry)));
      const count = found.length > 1 ? said.many?.replace("{count}", String(found.length)) : found.length ? said.one : said.none;
      status.textContent = wanted.length ? (count ?? "") : "";
    } catch {
      index = undefined;
      status.textContent = said.failed ?? "";
    }
  }

  field.addEventListener("input", look);
  search.querySelector("form")?.addEventListener("submit", (event) => event.preventDefault());
  search.hidden = location.protocol === "file:";
}

if (box) start(box);
