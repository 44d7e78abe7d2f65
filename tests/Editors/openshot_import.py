"""Imports a timeline with OpenShot's own importers and libopenshot, without its windows.

usage: /usr/bin/python3 openshot_import.py FILE.edl|FILE.xml FOLDER RATE_NUMERATOR RATE_DENOMINATOR
Prints one line per clip: track, start in the file, end in the file, position (frames of the project), and what it plays.
The folder is the one that a user chooses when OpenShot asks for a missing file.
"""
import os
import sys
from types import SimpleNamespace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, "/usr/lib/python3/dist-packages/openshot_qt")

path, folder, numerator, denominator = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
clips, tracks = [], []


class Saved:
    """Stands for a row of OpenShot's project."""

    def __init__(self):
        self.id, self.data = "1", {}

    @staticmethod
    def get(**_):
        return None


class Clip(Saved):
    def save(self):
        clips.append(self.data)


class Track(Saved):
    def save(self):
        tracks.append(self.data)


class File(Saved):
    def save(self):
        self.data["id"] = "1"


def nothing(*_, **__):
    pass


project = SimpleNamespace(
    current_filepath=None,
    get=lambda key: {"fps": {"num": numerator, "den": denominator}, "layers": [{"number": 1000000}] + tracks}[key])
signals = SimpleNamespace(
    refreshFrameSignal=SimpleNamespace(emit=nothing), propertyTableView=SimpleNamespace(select_frame=nothing),
    preview_thread=SimpleNamespace(player=SimpleNamespace(Position=nothing)))
app = SimpleNamespace(project=project, window=signals, _tr=lambda text: text)
answers = [folder]
dialog = SimpleNamespace(getOpenFileName=lambda *_: (path, ""), getExistingDirectory=lambda *_: answers.pop() if answers else "")

from windows.views import find_file  # noqa: E402
from classes.importers import edl, final_cut_pro  # noqa: E402

for module in (edl, final_cut_pro, find_file):
    for name, value in dict(get_app=lambda: app, Clip=Clip, Track=Track, File=File, QFileDialog=dialog,
                            QMessageBox=SimpleNamespace(warning=nothing)).items():
        if hasattr(module, name):
            setattr(module, name, value)

edl.import_edl() if path.endswith(".edl") else final_cut_pro.import_xml()
frames = numerator / denominator
for clip in clips:
    muted = "has_audio" in clip and isinstance(clip["has_audio"], dict) and clip["has_audio"]["Points"][0]["co"]["Y"] == 0
    print(clip["layer"] // 1000000 - 1, *("%.6f" % (clip[key] * frames) for key in ("start", "end", "position")), "mute" if muted else "both")
