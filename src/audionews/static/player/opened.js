// The script of what opens over the player and in it: it takes the words of the player that asked, and gives what opens.

import { report, share, shortcuts } from "./dialogs.js";
import { search } from "./search.js";
import { words } from "./words.js";

/** @type {any} */ (document.currentScript).dialogs = (/** @type {Record<string, string>} */ said) => {
  Object.assign(words, said);
  return { report, search, share, shortcuts };
};
