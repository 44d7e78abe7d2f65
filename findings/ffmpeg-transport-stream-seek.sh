#!/usr/bin/env bash
# One would guess that ffmpeg, given -ss before -i, seeks to the key frame before that time, decodes from there and returns the frame at the time,
# in every container alike, as its documentation says of accurate seeking.
# What happens: in MP4 and Matroska it does. In a transport stream the seek lands on the key frame AFTER the time, and the frames between are
# silently missing: the first frame returned lies up to a whole group of pictures late. Remedy: -ss after -i for transport streams, or seek to
# a second or more before and skip the rest.
# Version: ffmpeg 5.1 of Debian 12.
# Source: a run of this script.
set -euo pipefail
command -v ffmpeg >/dev/null || { echo "needs ffmpeg: apt-get install ffmpeg" >&2; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
ffmpeg -version | head -1
# ten seconds at 25 frames a second; the brightness is the number of the frame modulo 250; a key frame every four seconds
ffmpeg -v error -f lavfi -i "color=black:s=64x64:r=25:d=10,format=gray,geq=lum='mod(N,250)'" -pix_fmt yuvj420p -c:v libx264 -qp 0 -g 100 \
    -keyint_min 100 -sc_threshold 0 -bf 0 film.mp4
ffmpeg -v error -i film.mp4 -c copy film.ts
ffmpeg -v error -i film.mp4 -c copy film.mkv
frame() { ffmpeg -v error "$@" -frames:v 1 -vf scale=1:1:flags=area,format=gray -f rawvideo - | od -An -t u1 | tr -d ' '; }
for kind in mp4 mkv ts; do
    echo "$kind: asked for 5 s (frame 125): -ss before -i gives frame $(frame -ss 5 -i film.$kind), after it frame $(frame -i film.$kind -ss 5)"
done
close() { local d=$(($1 - $2)); [ ${d#-} -le 2 ]; }
if close "$(frame -ss 5 -i film.mp4)" 125 && close "$(frame -ss 5 -i film.mkv)" 125 && close "$(frame -i film.ts -ss 5)" 125 \
    && close "$(frame -ss 5 -i film.ts)" 200; then
    echo "as described"
else
    echo "CHANGED"
    exit 1
fi
