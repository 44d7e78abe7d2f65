#!/usr/bin/env python3
"""The paper's training step in PyTorch with features from files, for `training --disk FOLDER --peer "python3 train_torch.py"`.

Does what Mmva's trainer does in a step: random images, music and their captions, necks, three heads and the similarity head, four-part
loss, backward, AdamW (fused where this PyTorch has it), cosine annealing. Each line of standard input is answered with the seconds per
step of one turn. The layer mix is a weighted sum, which is faster than nn.Conv1d. Needs torch and numpy.
"""
import argparse
import json
import os
import sys
import time

import numpy
import torch
from torch import nn


def mapped(folder, modality):
    """Maps the tensor of a safetensors file: eight bytes of header length, the header, the values."""
    path = os.path.join(folder, modality + ".safetensors")
    with open(path, "rb") as file:
        length = int.from_bytes(file.read(8), "little")
        shape = json.loads(file.read(length))["features"]["shape"]
    values = numpy.memmap(path, numpy.float32, "c", 8 + length, tuple(shape))
    return torch.from_numpy(values).squeeze(1)


class Neck(nn.Module):
    def __init__(self, layers=13, width=768, embedding=512):
        super().__init__()
        self.aggregate = nn.Conv1d(layers, 1, 1)
        self.project = nn.Linear(width, embedding)

    def forward(self, x):
        weight = self.aggregate.weight[0, :, 0]
        return self.project(torch.einsum("bld,l->bd", x, weight) + self.aggregate.bias)


def head(inputs, outputs, hidden=512):
    def block(width):
        return [nn.Linear(width, hidden), nn.ReLU(), nn.LayerNorm(hidden), nn.Dropout(0.5)]
    return nn.Sequential(*block(inputs), *block(hidden), nn.Linear(hidden, outputs), nn.Sigmoid())


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.necks = nn.ModuleList([Neck(), Neck()])
        self.heads = nn.ModuleList([head(512, 2) for _ in range(3)])
        self.similarity = head(3 * 512, 1)

    def forward(self, images, music, captions):
        embeddings = [images, self.necks[0](music), self.necks[1](captions)]
        return [h(e) for h, e in zip(self.heads, embeddings)] + [self.similarity(torch.cat(embeddings, 1)).squeeze(1)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--features", required=True)
    parser.add_argument("--items", type=int, default=20000)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    images, music, captions = (mapped(options.features, name) for name in ("image", "music", "caption"))
    image_labels, music_labels = torch.rand(options.items, 2), torch.rand(options.items, 2)
    model = Model()
    settings = dict(lr=3e-4, betas=(0.9, 0.999), weight_decay=0.01)
    try:
        optimizer = torch.optim.AdamW(model.parameters(), fused=True, **settings)
    except (RuntimeError, TypeError):
        optimizer = torch.optim.AdamW(model.parameters(), foreach=True, **settings)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=1000 * (options.items // options.batch + 1))
    error = nn.functional.mse_loss

    def step():
        i, j = torch.randint(options.items, (options.batch,)), torch.randint(options.items, (options.batch,))
        y, z = image_labels[i], music_labels[j]
        similarity = torch.exp(-(y - z).norm(dim=1) / 0.3563004)
        a, b, c, s = model(images[i], music[j], captions[j])
        loss = 2 * (error(a, y) + error(b, z) + error(c, z)) + error(s, similarity)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        schedule.step()

    def turn():
        start = time.perf_counter()
        for _ in range(options.steps):
            step()
        return (time.perf_counter() - start) / options.steps

    turn()
    print("ready", torch.__version__, flush=True)
    for _ in sys.stdin:
        print(turn(), flush=True)


main()
