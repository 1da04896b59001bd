// Search on the index, without a server: small files, the newest episodes first, fetched when somebody begins to look.

/** @typedef {{ slug: string, title: string, rubrique: string, author: string, date: string, summary: string }} Entry */

/** @typedef {{ older: string | null, entries: { entry: Entry, text: string }[] }} Part */

/** Results that are shown; no more files are fetched for others. */
const MOST = 50;

const box = /** @type {HTMLElement | null} */ (document.querySelector("search"));

/** Return a text without accents and capitals. @param {string} text */
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/’/g, "'");
}

/** Return an episode that was found, with what tells it from another of the same title. @param {Entry} entry */
function result({ slug, title, rubrique, date }) {
  const link = document.createElement("a");
  link.href = `episodes/${slug}/index.html`;
  link.textContent = title;
  const day = new Date(`${date}T12:00`).toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
  const about = document.createElement("span");
  about.className = "hint";
  about.textContent = [rubrique, day].filter(Boolean).join(", ");
  const item = document.createElement("li");
  item.append(link, about);
  return item;
}

/** @param {HTMLElement} search */
function start(search) {
  const field = /** @type {HTMLInputElement} */ (search.querySelector("input"));
  const status = /** @type {HTMLElement} */ (search.querySelector("[role=status]"));
  const list = /** @type {HTMLElement} */ (search.querySelector("ul"));
  const said = search.dataset;
  /** @type {Promise<Part>[]} */
  const parts = [];
  let looks = 0;

  /** @param {string} name @returns {Promise<Part>} */
  async function load(name) {
    const answer = await fetch(name);
    if (!answer.ok) throw new TypeError(answer.statusText);
    const { older, entries } = /** @type {{ older: string | null, entries: Entry[] }} */ (await answer.json());
    return { older, entries: entries.map((entry) => ({ entry, text: plain([entry.title, entry.rubrique, entry.author, entry.summary].join(" ")) })) };
  }

  /** Return entries that hold all words, and whether there may be more. @param {string[]} wanted @param {() => boolean} isCurrent */
  async function matching(wanted, isCurrent) {
    /** @type {Entry[]} */
    const found = [];
    /** @type {string | null} */
    let name = wanted.length ? (said.index ?? "") : null;
    for (let number = 0; name !== null && found.length < MOST && isCurrent(); number += 1) {
      const part = await (parts[number] ??= load(name));
      found.push(...part.entries.filter(({ text }) => wanted.every((word) => text.includes(word))).map(({ entry }) => entry));
      name = part.older;
    }
    return { found, more: name !== null };
  }

  async function look() {
    const wanted = plain(field.value).split(/\s+/).filter(Boolean);
    const turn = ++looks;
    const isCurrent = () => turn === looks;
    try {
      const { found, more } = await matching(wanted, isCurrent);
      if (!isCurrent()) return;
      list.replaceChildren(...found.slice(0, MOST).map(result));
      const number = more && found.length ? `${found.length}+` : String(found.length);
      const count = found.length > 1 ? said.many?.replace("{count}", number) : found.length ? said.one : said.none;
      status.textContent = wanted.length ? (count ?? "") : "";
    } catch {
      parts.length = 0;
      if (isCurrent()) status.textContent = said.failed ?? "";
    }
  }

  field.addEventListener("input", look);
  search.querySelector("form")?.addEventListener("submit", (event) => event.preventDefault());
  search.hidden = location.protocol === "file:";
}

if (box) start(box);
