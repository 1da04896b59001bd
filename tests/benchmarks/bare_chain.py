"""The least that can be done, to compare a render with: the embedded library speaks to WAV, ffmpeg encodes it.

Usage: bare_chain.py TEXT_FILE MP3_FILE
"""

import ctypes
import subprocess
import sys
import wave
from pathlib import Path

import espeakng_loader
import imageio_ffmpeg

RATE = 22_050
_SYNCHRONOUS, _UTF8, _RATE_PARAMETER, _WORDS_A_MINUTE = 2, 1, 1, 165


def main(text: str, mp3: str) -> None:
    """Speak and encode, with the settings of a render."""
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    library.espeak_Initialize(_SYNCHRONOUS, 0, espeakng_loader.get_data_path().encode(), 0)
    library.espeak_SetVoiceByName(b"fr")
    library.espeak_SetParameter(_RATE_PARAMETER, _WORDS_A_MINUTE, 0)
    pcm = bytearray()

    def hear(samples: "ctypes._Pointer[ctypes.c_short]", count: int, _events: int | None) -> int:
        if samples:
            pcm.extend(ctypes.string_at(samples, count * 2))
        return 0

    callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)(hear)
    library.espeak_SetSynthCallback(callback)
    said = Path(text).read_bytes()
    library.espeak_Synth(said, len(said) + 1, 0, 0, 0, _UTF8, None, None)
    spoken = Path(mp3).with_suffix(".wav")
    with wave.open(str(spoken), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(pcm)
    encode = ["-ar", "44100", "-ac", "1", "-c:a", "libmp3lame", "-b:a", "96k"]
    program = imageio_ffmpeg.get_ffmpeg_exe()
    subprocess.run([program, "-v", "error", "-y", "-i", str(spoken), *encode, mp3], check=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
