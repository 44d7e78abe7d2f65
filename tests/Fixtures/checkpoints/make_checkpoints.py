"""Writes the checkpoints of this folder with PyTorch (1.13 wrote those here): layouts that weight files of real models seldom show."""
import collections, os, sys
import torch

class Runs:
    def __reduce__(self):
        return (os.system, ("echo executed > executed.txt",))

def counted(*shape):
    return torch.arange(1, 1 + torch.Size(shape).numel(), dtype=torch.float32).reshape(shape)

base = counted(4, 6)
views = {
    "whole": base, "row": base[2], "column": base[:, 1], "transposed": base.t(), "inner": base[1:3, 2:5], "stepped": base.flatten()[1::5],
    "repeated": torch.tensor([7.0]).expand(3, 2), "scalar": torch.tensor(2.5), "empty": torch.zeros(0, 4), "parameter": torch.nn.Parameter(base[3]),
}
types = {str(t).split(".")[1]: torch.tensor([0, 1, 2, 3]).to(t) for t in (torch.float32, torch.float64, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool)}
training = {"epoch": 3, "loss": 0.5, "name": "run", "flag": True, "none": None, "sizes": [1, (2, 3)], "shape": torch.Size([1, 2]), "device": torch.device("cpu"), "set": {1, 2},
            "state_dict": collections.OrderedDict(weight=base), "optimizer": {"state": {0: {"momentum": base * 2}}}}
nested = {"text": {"a": base}, "visual": {"b": {0: base[0]}}}
module = torch.nn.Sequential(torch.nn.Linear(2, 3))

files = {
    "views": views, "types": types, "training": training, "nested": nested,
    "runs_a_program": {"weight": base, "x": Runs()}, "whole_module": module, "bare_tensor": base, "no_tensors": {"epoch": 1},
    "quantised": {"weight": torch.quantize_per_tensor(base, 0.1, 0, torch.qint8)}, "sparse": {"weight": base.to_sparse()}, "complex": {"weight": base.to(torch.complex64)},
}
os.chdir(os.path.dirname(os.path.abspath(sys.argv[0])))
for name, value in files.items():
    torch.save(value, name + ".pt")
for name in ("views", "types", "training", "nested", "runs_a_program"):
    torch.save(files[name], name + ".legacy.pt", _use_new_zipfile_serialization=False)
torch.save(nested, "protocol_4.pt", pickle_protocol=4)
torch.jit.script(module).save("torchscript.pt")

# what a file over 4 GB looks like: all sizes and places in zip64 fields
import struct, zipfile
small, out, directory = zipfile.ZipFile("nested.pt"), bytearray(), bytearray()
for entry in small.infolist():
    name, data, start = entry.filename.encode(), small.read(entry), len(out)
    out += struct.pack("<IHHHHHIIIHH", 0x04034b50, 45, 0, 0, 0, 0, entry.CRC, 0xffffffff, 0xffffffff, len(name), 20) + name + struct.pack("<HHQQ", 1, 16, len(data), len(data)) + data
    directory += struct.pack("<IHHHHHHIIIHHHHHII", 0x02014b50, 45, 45, 0, 0, 0, 0, entry.CRC, 0xffffffff, 0xffffffff, len(name), 28, 0, 0, 0, 0, 0xffffffff) + name
    directory += struct.pack("<HHQQQ", 1, 24, len(data), len(data), start)
count, place, end = len(small.infolist()), len(out), len(out) + len(directory)
out += directory + struct.pack("<IQHHIIQQQQ", 0x06064b50, 44, 45, 45, 0, 0, count, count, len(directory), place)
out += struct.pack("<IIQI", 0x07064b50, 0, end, 1) + struct.pack("<IHHHHIIH", 0x06054b50, 0, 0, 0xffff, 0xffff, 0xffffffff, 0xffffffff, 0)
open("zip64.pt", "wb").write(out)
