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
    /** @type {[MediaSessionAction, (details: MediaSessionActionDetails) => void][]} */
    const acts = [
      ["play", () => player.play()],
      ["pause", () => audio.pause()],
      ["seekbackward", () => player.step(-1)],
      ["seekforward", () => player.step(1)],
      ["seekto", ({ seekTime }) => player.seek((seekTime ?? 0) * 1000)],
      ["previoustrack", () => player.skip("chapters", -1)],
      ["nexttrack", () => player.skip("chapters", 1)],
    ];
    for (const [name, act] of acts) {
      try {
        session.setActionHandler(name, act);
      } catch {
        // A browser that does not know this key.
      }
    }
  });
  const tell = () => {
    const { duration, currentTime, playbackRate } = audio;
    if (duration > 0 && duration < Infinity) {
      session.setPositionState?.({ duration, position: Math.min(currentTime, duration), playbackRate });
    }
  };
  for (const name of ["play", "pause", "seeked", "ratechange"]) audio.addEventListener(name, tell);
}
