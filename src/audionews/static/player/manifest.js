// An episode as its manifest has it, `episode.json`.

/** @typedef {import("./timeline.js").Episode} Episode */

/**
 * Return the episode in a manifest, `episode.json`.
 * @param {any} data
 * @param {string} address where the manifest was found
 * @returns {Episode}
 */
export function fromManifest(data, address) {
  const file = (/** @type {string} */ name) => (data.files[name] ? new URL(data.files[name].name, address).href : "");
  return {
    guid: data.guid,
    slug: data.slug,
    voice: data.voice.name,
    title: data.title,
    show: "",
    duration: data.duration_ms,
    url: new URL("./", address).href,
    report: "",
    embed: "",
    cover: file("cover"),
    audio: file("audio"),
    waveform: data.waveform ?? [],
    chapters: data.chapters.map((/** @type {any} */ c) => ({ start: c.start_ms, end: c.end_ms, title: c.title })),
    cues: data.cues.map((/** @type {any} */ cue) => {
      let from = 0;
      const heard = [];
      for (const word of cue.words ?? []) {
        const at = cue.written.indexOf(word.written, from);
        if (at < 0) continue;
        from = at + word.written.length;
        heard.push({ at, length: word.written.length, start: word.start_ms, end: word.end_ms });
      }
      return { start: cue.start_ms, end: cue.end_ms, words: heard, text: cue.written };
    }),
  };
}
