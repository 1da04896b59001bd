// The lock screen, headphones and keyboards with media keys.

/** @typedef {import("./player.js").Player} Player */

/** Tell the system what plays, from the first play on. @param {Player} player */
export function announceSession(player) {
  const session = navigator.mediaSession;
  if (!session) return;
  const { episode, audio } = player;
  audio.addEventListener("play", () => {
    const cover = new URL(episode.cover, document.baseURI).href;
    const artwork = episode.cover && /^http/.test(cover) ? [{ src: cover }] : [];
    session.metadata = new MediaMetadata({ title: episode.title, artist: episode.show, artwork });
    /** @type {Partial<Record<MediaSessionAction, MediaSessionActionHandler>>} */
    const acts = {
      play: () => player.play(),
      pause: () => audio.pause(),
      seekbackward: () => player.step(-1),
      seekforward: () => player.step(1),
      seekto: ({ seekTime = 0 }) => player.seek(seekTime * 1000),
      previoustrack: () => player.skip("chapters", -1),
      nexttrack: () => player.skip("chapters", 1),
    };
    for (const [name, act] of Object.entries(acts)) session.setActionHandler(/** @type {MediaSessionAction} */ (name), act);
  });
}
