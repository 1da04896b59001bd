// What the player says: the page around it brings the words in its language, a site's own page takes them from the script.

/** @type {Record<string, string>} */
export const words = {};
