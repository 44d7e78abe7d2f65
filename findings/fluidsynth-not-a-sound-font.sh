#!/usr/bin/env bash
# One would guess that a renderer of MIDI files that is given a file which is not a sound font ends with an error, and writes no audio.
# What happens: fluidsynth prints that the file is not a sound font, goes on, renders the music with the default sound font of the system, which
# nobody asked for, and exits with 0. Whoever renders a data set with a wrong path gets other instruments and does not notice.
# Remedy: read the messages, or check the sound font before.
# Version: fluidsynth 2.3.1 and fluid-soundfont-gm of Debian 12.
# Source: a run of this script.
set -euo pipefail
if ! command -v fluidsynth >/dev/null || [ ! -e /usr/share/sounds/sf2/default-GM.sf2 ]; then
    echo "needs fluidsynth: apt-get install fluidsynth fluid-soundfont-gm" >&2
    exit 2
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
# one bar of one note: header of format 0 with 96 ticks a quarter; note 60 on, four quarters later off
printf 'MThd\0\0\0\6\0\0\0\1\0\140MTrk\0\0\0\15\0\220\74\144\203\0\200\74\0\0\377\57\0' > note.mid
printf 'this is a text' > instruments.sf2
fluidsynth --version | head -1
code=0
timeout 60 fluidsynth -ni -F wrong.wav -r 44100 instruments.sf2 note.mid > log 2>&1 || code=$?
timeout 60 fluidsynth -ni -F default.wav -r 44100 /usr/share/sounds/sf2/default-GM.sf2 note.mid > /dev/null 2>&1
grep 'instruments.sf2' log | head -1 || true
loudest() { od -An -v -t d2 -w2 -j 44 "$1" | awk '{a = $1 < 0 ? -$1 : $1; if (a > m) m = a} END {print m + 0}'; }
echo "exit code $code; loudest sample $(loudest wrong.wav), with the default sound font $(loudest default.wav)"
if [ "$code" = 0 ] && [ "$(loudest wrong.wav)" -gt 500 ] && [ "$(loudest wrong.wav)" = "$(loudest default.wav)" ]; then
    echo "as described"
else
    echo "CHANGED"
    exit 1
fi
