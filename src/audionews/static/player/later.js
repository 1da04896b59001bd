// What a reader may never ask for is loaded when it is asked for.

import { el } from "./dom.js";
import { words } from "./words.js";

const DIALOGS = "assets/dialogs.js";
/** @type {Promise<any> | undefined} */
let loading;

/** @typedef {"report" | "search" | "share" | "shortcuts"} Opened */

/**
 * Return what opens, loaded once. A script element works where modules do not: in a sandboxed frame and from a disk.
 * @param {string} beside the address of a file of an episode
 * @returns {Promise<Record<Opened, (player: import("./player.js").Player) => void>>}
 */
export function dialogs(beside) {
  loading ??= new Promise((resolve, reject) => {
    const script = el("script", {
      src: published(DIALOGS, beside),
      onload: () => resolve(/** @type {any} */ (script).dialogs(words)),
      onerror: () => {
        loading = undefined;
        reject();
      },
    });
    document.head.append(script);
  });
  return loading;
}

/** Return the address of a file of the output folder. @param {string} path @param {string} beside the address of a file of an episode */
export function published(path, beside) {
  return new URL(`../../${path}`, beside).href;
}
