"""Opens what samples/VideoSummary exports with programs of others, and compares every cut, frame by frame. Not part of the tests: see README.md.

usage: python3 check.py PROGRAM FOLDER [OTIO_DUMP] [FCPXML_DTD]
"""
import json
import os
import re
import subprocess
import sys
from fractions import Fraction
from urllib.parse import quote
from xml.etree import ElementTree

program, folder = sys.argv[1], os.path.abspath(sys.argv[2])
otio_dump = sys.argv[3] if len(sys.argv) > 3 else None
dtd = sys.argv[4] if len(sys.argv) > 4 else None

SCENES = ("testsrc=s=160x90:r=R:d=6,format=yuv420p[a];mandelbrot=s=160x90:r=R,trim=duration=9,setsar=1,format=yuv420p[b];"
          "gradients=s=160x90:r=R:d=3:c0=navy:c1=orange:seed=1,setsar=1,format=yuv420p[c];"
          "cellauto=s=160x90:r=R:rule=30:seed=7,trim=duration=7,setsar=1,format=yuv420p[d];[a][b][c][d]concat=n=4")

# name, rate of the video, rate of the timeline, time code of the video, start of the timeline
VIDEOS = [
    ("film 23.976.mov", "24000/1001", "24000/1001", "01:00:00:00", "10:00:00:00"),
    ("pal 25.mp4", "25", "25", None, None),
    ("ntsc 29.97 drop.mov", "30000/1001", "30000/1001", "00:59:58;28", "00:09:55;02"),
    ("ntsc 29.97 non-drop.mov", "30000/1001", "30000/1001", "00:59:58:28", "01:00:00:00"),
    ("été #1 59.94 & 100%.mov", "60000/1001", "60000/1001", "00:59:58;58", None),
    ("plain.mp4", "30", "30", None, "01:00:00:00"),
    ("variable.mkv", None, "30", None, None),
    ("fast 119.88.mp4", "120000/1001", "60000/1001", None, None),
    ("slow 12.5.mp4", "12.5", "25", None, None),
]


def run(*words, **options):
    result = subprocess.run(words, capture_output=True, text=True, timeout=300, **options)
    if result.returncode:
        raise SystemExit(f"{' '.join(words)}\n{result.stdout}{result.stderr}")
    return result.stdout


def make(path, rate, code):
    if os.path.exists(path):
        return
    video = SCENES.replace("R:", f"{rate}:").replace("R,", f"{rate},") if rate else (
        # every fifth image is missing, in the first half only
        SCENES.replace("R:", "30:").replace("R,", "30,") + "[e];[e]select='gt(t,12)+mod(n,5)'")
    run("ffmpeg", "-v", "error", "-f", "lavfi", "-i", video, "-f", "lavfi", "-i", "sine=f=300:d=25:r=48000", "-ac", "2", "-c:v", "libx264",
        "-preset", "ultrafast", "-g", "12", *(["-fps_mode", "vfr"] if not rate else []), *(["-timecode", code] if code else []), path)


def frame(code, base):
    hours, minutes, seconds, frames = (int(part) for part in re.split("[:;]", code))
    minutes += 60 * hours
    return (60 * minutes + seconds) * base + frames - (base // 15 * (minutes - minutes // 10) if ";" in code else 0)


def parts(output, rate):
    """The cuts as (start in the file, length, start on the timeline) in frames, from the times in the JSON."""
    record, cuts = 0, []
    for shot in json.load(open(os.path.join(output, "summary.json")))["shots"]:
        if not shot["chosen"]:
            continue
        start, end = (int(Fraction(str(shot[key])) * rate + Fraction(1, 2)) for key in ("start", "end"))
        if cuts and cuts[-1][0] + cuts[-1][1] == start:
            cuts[-1] = (cuts[-1][0], end - cuts[-1][0], cuts[-1][2])
        else:
            cuts.append((start, end - start, record))
        record = cuts[-1][2] + cuts[-1][1]
    return cuts


def same(name, found, expected):
    print(f"  {name}: {'the same' if found == expected else f'DIFFERENT: {found} instead of {expected}'}", flush=True)
    return found == expected


def openshot(path, rate):
    # OpenShot looks for the last part of the URL as it stands
    for video, *_ in VIDEOS:
        link = os.path.join(folder, quote(video))
        if os.path.exists(os.path.join(folder, video)) and not os.path.lexists(link):
            os.symlink(video, link)
    lines = run("/usr/bin/python3", os.path.join(os.path.dirname(os.path.abspath(__file__)), "openshot_import.py"), path, folder,
                str(rate.numerator), str(rate.denominator)).splitlines()
    clips = [line.split() for line in lines if re.match(r"\d+ [\d.]+ [\d.]+ [\d.]+ (both|mute)$", line)]
    return [(round(float(a), 3), round(float(b) - float(a), 3), round(float(p), 3), sound) for _, a, b, p, sound in clips]


good = True
for name, rate, base, code, start in VIDEOS[int(os.environ.get("FIRST", 0)):int(os.environ.get("LAST", len(VIDEOS)))]:
    path = os.path.join(folder, name)
    make(path, rate, code)
    output = os.path.join(folder, os.path.splitext(name)[0] + "-summary")
    run("dotnet", program, path, "--shots", "1", "--share", "0.4", "--value", "total", "--export", "all", "--cut", "-o", output,
        *(["--start-timecode", start] if start else []), cwd=folder)
    rate, whole = Fraction(base), round(Fraction(base))
    cuts = parts(output, rate)
    drop = ";" in (start or code or "")
    source, record = (frame(c or "00:00:00:00", whole) for c in (code, start))
    print(f"{name}: {float(rate):.3f} frames per second, source from {code}, timeline from {start}, {len(cuts)} clips")

    edl = open(os.path.join(output, "summary.edl"), encoding="utf-8", newline="").read()
    codes = [[frame(c, whole) for c in re.findall(r"\d\d:\d\d:\d\d[:;]\d\d", line)] for line in edl.split("\r\n") if "  AX       V " in line]
    good &= same("EDL, time codes", [(a - source, b - a, c - record) for a, b, c, d in codes], cuts)

    if otio_dump:
        text = run(otio_dump, os.path.join(output, "summary.otio"), "drop" if drop else "non-drop")
        head, *rows = [line.split() for line in text.splitlines()]
        for kind in ("Video", "Audio"):
            found = [(int(float(r[3])), int(float(r[2])), int(float(r[1]))) for r in rows if r[0] == kind]
            good &= same(f"OTIO, opentimelineio, {kind.lower()}", found, cuts)
        good &= same("OTIO, start", (head[1], float(head[3])), (start or f"00:00:00{';' if drop else ':'}00", float(rate)))
        if drop == (";" in (code or "")):
            found = [line.split()[-4:] for line in edl.split("\r\n") if "  AX       V " in line]
            good &= same("OTIO against EDL, time codes by opentimelineio", [[r[4], r[5]] for r in rows if r[0] == "Video"],
                         [[f[0], f[2]] for f in found])

    good &= same("Final Cut 7 XML, OpenShot", openshot(os.path.join(output, "summary.xml"), rate), [(a, b, c, "both") for a, b, c in cuts])
    if not drop and ";" not in (code or "") and rate.denominator == 1:
        good &= same("EDL, OpenShot", openshot(os.path.join(output, "summary.edl"), rate),
                     [(a + source, b, c + record, "both") for a, b, c in cuts])

    if dtd:
        run("xmllint", "--noout", "--dtdvalid", dtd, os.path.join(output, "summary.fcpxml"))
        print("  FCPXML: valid by the DTD")
    tree = ElementTree.parse(os.path.join(output, "summary.fcpxml"))
    found = [tuple(int(Fraction(clip.get(key)[:-1]) * rate) for key in ("start", "duration", "offset")) for clip in tree.iter("asset-clip")]
    good &= same("FCPXML, times", [(a - source, b, c - record) for a, b, c in found], cuts)

    chapters = os.path.join(output, "chapters.mkv")
    run("ffmpeg", "-v", "error", "-y", "-i", os.path.join(output, "summary.mp4"), "-i", os.path.join(output, "summary.ffmetadata"), "-map", "0:v",
        "-map_metadata", "1", "-map_chapters", "1", "-c", "copy", chapters)
    probe = json.loads(run("ffprobe", "-v", "error", "-show_chapters", "-of", "json", chapters))
    found = [tuple(round(Fraction(c[key]) * rate) for key in ("start_time", "end_time")) for c in probe["chapters"]]
    good &= same("chapters, ffmpeg", found, [(c, c + b) for _, b, c in cuts])
    probe = json.loads(run("ffprobe", "-v", "error", "-count_packets", "-select_streams", "v", "-show_entries", "stream=nb_read_packets,r_frame_rate",
                           "-of", "json", os.path.join(output, "summary.mp4")))["streams"][0]
    if Fraction(probe["r_frame_rate"]) == rate:
        good &= same("frames of the cut video", int(probe["nb_read_packets"]), sum(b for _, b, _ in cuts))
raise SystemExit(0 if good else 1)
