// The script of our own pages.

import { tellHeight } from "./frame.js";
import { Player } from "./player.js";
import { words } from "./words.js";

Object.assign(words, JSON.parse(document.getElementById("audionews-words")?.textContent ?? "{}"));
customElements.define("audionews-player", Player);
tellHeight();
