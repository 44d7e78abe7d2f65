#!/usr/bin/env python3
"""Writes the fixtures of this folder: LP-MusicCaps' architecture, computed independently of Mmva, in float64.

usage: make_lp_music_caps.py [OUT]        needs: torch 1.13, numpy

Architecture and rules are those of seungheondoh/lp-music-caps (music_captioning/model), with BART and generate() of
Hugging Face transformers 4.26.1, which that project requires; written from their behavior, without either.
The weights are made up: they prove the arithmetic, the file format and the search, not the quality of captions.
"""
import json, math, os, sys, zlib
import numpy as np, torch
import torch.nn.functional as F

RATE, CHUNK, BANDS, CONVOLUTIONS = 16_000, 160_000, 128, 6
OUT = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
torch.set_num_threads(2)


# made-up values, the same in the tests ----------------------------------------------------------------------------
def noise(key, count):
    """-1 to 1, decided by the key and the index."""
    m = np.uint64(0xFFFFFFFF)
    h = (np.uint64(zlib.crc32(key.encode())) + np.arange(count, dtype=np.uint64) * np.uint64(2654435761)) & m
    h = ((h ^ (h >> np.uint64(15))) * np.uint64(2246822519)) & m
    h = ((h ^ (h >> np.uint64(13))) * np.uint64(3266489917)) & m
    return (h ^ (h >> np.uint64(16))).astype(np.float64) / 2**31 - 1


def wave(seed):
    """Ten seconds: two gliding tones and noise, the second half quieter, half a second of silence in between."""
    t = np.arange(CHUNK, dtype=np.float64)
    x = 0.4 * np.sin(t * (0.05 + 0.01 * seed) + t * t * 1e-7) + 0.2 * np.sin(t * 0.31) + 0.1 * noise(f"wave {seed}", CHUNK)
    x[CHUNK // 2:] *= 0.01
    x[72_000:80_000] = 0
    return x.astype(np.float32)


def shapes(c):
    w, v = c["d_model"], c["vocab_size"]
    yield "audio_encoder.conv1.weight", (w, BANDS, 3)
    yield "audio_encoder.conv1.bias", (w,)
    for i in range(CONVOLUTIONS - 1):
        yield f"audio_encoder.conv_stack.{i}.weight", (w, w, 3)
        yield f"audio_encoder.conv_stack.{i}.bias", (w,)
    yield "bart.final_logits_bias", (1, v)
    yield "bart.model.shared.weight", (v, w)
    for side, attentions in (("encoder", ["self_attn"]), ("decoder", ["self_attn", "encoder_attn"])):
        p = f"bart.model.{side}."
        yield p + "embed_positions.weight", (c["max_position_embeddings"] + 2, w)
        yield p + "layernorm_embedding.weight", (w,)
        yield p + "layernorm_embedding.bias", (w,)
        for i in range(c[f"{side}_layers"]):
            q = f"{p}layers.{i}."
            for a in attentions:
                for part in ("k_proj", "v_proj", "q_proj", "out_proj"):
                    yield f"{q}{a}.{part}.weight", (w, w)
                    yield f"{q}{a}.{part}.bias", (w,)
                yield f"{q}{a}_layer_norm.weight", (w,)
                yield f"{q}{a}_layer_norm.bias", (w,)
            yield q + "fc1.weight", (c[f"{side}_ffn_dim"], w)
            yield q + "fc1.bias", (c[f"{side}_ffn_dim"],)
            yield q + "fc2.weight", (w, c[f"{side}_ffn_dim"])
            yield q + "fc2.bias", (w,)
            yield q + "final_layer_norm.weight", (w,)
            yield q + "final_layer_norm.bias", (w,)


def scale_of(key, shape):
    """Scale and middle of the made-up values of a weight."""
    if "norm" in key and key.endswith("weight"): return 0.3, 1.0
    if key == "bart.model.shared.weight": return 1.0, 0.0
    if "embed_positions" in key: return 1.0, 0.0
    if key == "bart.final_logits_bias": return 1.0, 0.0
    if len(shape) == 1: return 0.2, 0.0
    if key.endswith("conv1.weight"): return 0.05 / math.sqrt(shape[1] * shape[2]), 0.0
    return 2.0 / math.sqrt(np.prod(shape[1:])), 0.0


def weights(c, seed):
    result = {}
    for key, shape in shapes(c):
        scale, middle = scale_of(key, shape)
        values = (middle + scale * noise(f"{seed}:{key}", int(np.prod(shape)))).astype(np.float32)
        if key == "bart.final_logits_bias": values[c["eos_token_id"]] += np.float32(2)
        result[key] = torch.from_numpy(values.reshape(shape))
    return result


# the model ---------------------------------------------------------------------------------------------------------
def mel_filters():
    """HTK's scale, triangles of height 1: torchaudio.functional.melscale_fbanks(513, 0, 8000, 128, 16000)."""
    hz = np.linspace(0, RATE // 2, 513)
    points = 700 * (10 ** (np.linspace(0, 2595 * math.log10(1 + 8000 / 700), BANDS + 2) / 2595) - 1)
    rise = (hz[:, None] - points[None, :-2]) / np.diff(points)[:-1]
    fall = (points[None, 2:] - hz[:, None]) / np.diff(points)[1:]
    return np.maximum(0, np.minimum(rise, fall))


def mel(x, dtype=torch.float64):
    x = torch.from_numpy(x).to(dtype)
    spectrum = torch.stft(x, 1024, 160, 1024, torch.hann_window(1024, dtype=dtype), center=True, pad_mode="reflect", return_complex=True)
    power = spectrum.real ** 2  # the imaginary part is dropped upstream as well
    return 10 * torch.log10(torch.clamp(torch.from_numpy(mel_filters()).to(dtype).T @ power, min=1e-10))


def sinusoids(length, channels):
    rate = torch.exp(-(np.log(10000) / (channels // 2 - 1)) * torch.arange(channels // 2))
    time = torch.arange(length)[:, None] * rate[None]
    return torch.cat([torch.sin(time), torch.cos(time)], 1)


class Model:
    def __init__(self, config, weights):
        self.c, self.w = config, {k: v.double() for k, v in weights.items()}

    def linear(self, x, name):
        return x @ self.w[name + ".weight"].T + self.w[name + ".bias"]

    def norm(self, x, name):
        return F.layer_norm(x, x.shape[-1:], self.w[name + ".weight"], self.w[name + ".bias"], 1e-5)

    def attention(self, name, heads, x, memory, causal=False):
        def split(y): return y.reshape(y.shape[0], y.shape[1], heads, -1).transpose(1, 2)
        q, k, v = (split(self.linear(y, f"{name}.{p}_proj")) for y, p in ((x, "q"), (memory, "k"), (memory, "v")))
        scores = q @ k.transpose(2, 3) / math.sqrt(q.shape[-1])
        if causal: scores = scores + torch.full(scores.shape[-2:], -math.inf, dtype=scores.dtype).triu(1)
        return self.linear((torch.softmax(scores, -1) @ v).transpose(1, 2).reshape(x.shape), f"{name}.out_proj")

    def feed(self, x, p):
        return self.norm(x + self.linear(F.gelu(self.linear(x, p + "fc1")), p + "fc2"), p + "final_layer_norm")

    def encode(self, spectrogram):
        x = spectrogram[None]
        for i in range(CONVOLUTIONS):
            name = "audio_encoder." + ("conv1" if i == 0 else f"conv_stack.{i - 1}")
            x = F.gelu(F.conv1d(x, self.w[name + ".weight"], self.w[name + ".bias"], stride=1 if i == 0 else 2, padding=1))
        x = x.transpose(1, 2)
        x = x + sinusoids(x.shape[1], x.shape[2])
        p = "bart.model.encoder."
        x = self.norm(x + self.w[p + "embed_positions.weight"][2:2 + x.shape[1]], p + "layernorm_embedding")
        for i in range(self.c["encoder_layers"]):
            q = f"{p}layers.{i}."
            x = self.norm(x + self.attention(q + "self_attn", self.c["encoder_attention_heads"], x, x), q + "self_attn_layer_norm")
            x = self.feed(x, q)
        return x

    def logits(self, tokens, memory):
        """[rows, length] to [rows, length, vocabulary]; the whole prefix is computed each time, without a cache."""
        tokens = torch.as_tensor(tokens)
        p = "bart.model.decoder."
        x = self.w["bart.model.shared.weight"][tokens] + self.w[p + "embed_positions.weight"][2:2 + tokens.shape[1]]
        x = self.norm(x, p + "layernorm_embedding")
        memory = memory.expand(len(tokens), -1, -1)
        heads = self.c["decoder_attention_heads"]
        for i in range(self.c["decoder_layers"]):
            q = f"{p}layers.{i}."
            x = self.norm(x + self.attention(q + "self_attn", heads, x, x, causal=True), q + "self_attn_layer_norm")
            x = self.norm(x + self.attention(q + "encoder_attn", heads, x, memory), q + "encoder_attn_layer_norm")
            x = self.feed(x, q)
        return x @ self.w["bart.model.shared.weight"].T + self.w["bart.final_logits_bias"]


# the search --------------------------------------------------------------------------------------------------------
def allowed(c, history, row, max_length, min_length=2):
    """The log probabilities of the next token after the rules, in the order of transformers' processors."""
    row, length, n = row.clone(), len(history), c.get("no_repeat_ngram_size", 0)
    if n > 0 and length + 1 >= n:
        last = history[length - n + 1:]
        for i in range(length - n + 1):
            if history[i:i + n - 1] == last: row[history[i + n - 1]] = -math.inf
    if length < min_length: row[c["eos_token_id"]] = -math.inf
    for at, key in ((1, "forced_bos_token_id"), (max_length - 1, "forced_eos_token_id")):
        if length == at and c.get(key) is not None:
            row[:] = -math.inf
            row[c[key]] = 0
    return row


def search(model, memory, beams, max_length):
    """Returns tokens without the end, and how close the closest decision was."""
    c, margin = model.c, math.inf
    end, penalty = c["eos_token_id"], c.get("length_penalty", 1.0)
    live = [([c["decoder_start_token_id"]], 0.0)] + [([c["decoder_start_token_id"]], -1e9)] * (beams - 1)
    if beams == 1:
        history = live[0][0]
        while len(history) < max_length:
            row = allowed(c, history, model.logits([history], memory)[0, -1], max_length)
            best = torch.topk(row, 2)
            margin = min(margin, float(best.values[0] - best.values[1]))
            if int(best.indices[0]) == end: break
            history = history + [int(best.indices[0])]
        return history, margin
    finished = []  # (score, order, tokens)

    def add(tokens, total):
        nonlocal margin
        score = total / len(tokens) ** penalty
        if len(finished) == beams:
            worst = min(finished)
            margin = min(margin, abs(score - worst[0]))
            if score <= worst[0]: return
            finished.remove(worst)
        finished.append((score, len(finished), tokens))

    done = False
    while not done and len(live[0][0]) < max_length:
        length = len(live[0][0])
        table = torch.log_softmax(model.logits([tokens for tokens, _ in live], memory)[:, -1], -1)
        table = torch.stack([allowed(c, tokens, row, max_length) + total for (tokens, total), row in zip(live, table)]).flatten()
        best = torch.sort(table, descending=True, stable=True)
        values, indices = best.values.tolist()[:2 * beams + 1], best.indices.tolist()[:2 * beams + 1]
        following = []
        for rank in range(2 * beams):
            row, token = divmod(indices[rank], model.c["vocab_size"])
            tokens, _ = live[row]
            if token == end:
                if rank < beams: add(tokens, values[rank])
                if rank in (beams - 1, beams) and length < max_length - 1: margin = min(margin, values[beams - 1] - values[beams])
            else:
                following.append((tokens + [token], values[rank]))
                if len(following) == beams:
                    if length > 1 and math.isfinite(values[rank + 1]): margin = min(margin, values[rank] - values[rank + 1])
                    break
        done = len(finished) == beams and (c.get("early_stopping", False) or min(finished)[0] >= values[0] / length ** penalty)
        if done: break
        live = following
    if not done:
        for tokens, total in live: add(tokens, total)
    order = sorted(finished)
    if len(order) > 1: margin = min(margin, order[-1][0] - order[-2][0])
    return order[-1][2], margin


# the files ---------------------------------------------------------------------------------------------------------
def save_tensors(path, tensors):
    header, data = {}, b""
    for name, t in tensors.items():
        t = np.ascontiguousarray(t.detach().numpy() if isinstance(t, torch.Tensor) else t).astype(np.float32)
        header[name] = {"dtype": "F32", "shape": list(t.shape), "data_offsets": [len(data), len(data) + t.nbytes]}
        data += t.tobytes()
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as f: f.write(len(text).to_bytes(8, "little") + text + data)


def byte_letters():
    """GPT-2's letter of each byte."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters = {b: chr(b) for b in printable}
    for n, b in enumerate(b for b in range(256) if b not in printable): letters[b] = chr(256 + n)
    return letters


def tokenizer():
    """300 tokens: specials, the 256 bytes, 39 merges and <mask>."""
    merges = ("t h|_ t|_ a|i n|e r|a n|o n|_t h|_th e|_a n|_an d|u s|i c|m us|mus ic|_ music|_ .|_ ,|_ !|_ '|_' s|n '|n' t|_ n't|v e|_' ve|"
              "o r|a r|e n|l l|p i|pi an|pian o|_ piano|s o|so n|son g|_ song|\u00e2 \u013b").replace("_", byte_letters()[32]).split("|")
    tokens = ["<s>", "<pad>", "</s>", "<unk>", *byte_letters().values(), *(merge.replace(" ", "") for merge in merges), "<mask>"]
    assert len(set(tokens)) == len(tokens) == 300
    return {token: i for i, token in enumerate(tokens)}, merges


def decode(vocabulary, ids):
    """BartTokenizer.batch_decode(..., skip_special_tokens=True) of transformers 4.26, with its cleaning of spaces."""
    names = {i: t for t, i in vocabulary.items()}
    special = {"<s>", "<pad>", "</s>", "<unk>", "<mask>"}
    back = {letter: b for b, letter in byte_letters().items()}
    text = bytearray(back[ch] for i in ids if names[i] not in special for ch in names[i]).decode("utf-8", errors="replace")
    for old, new in ((" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"), (" 's", "'s"),
                     (" 've", "'ve"), (" 're", "'re")): text = text.replace(old, new)
    return text


BART = {"model_type": "bart", "activation_function": "gelu", "bos_token_id": 0, "pad_token_id": 1, "eos_token_id": 2,
        "decoder_start_token_id": 2, "scale_embedding": False, "normalize_before": False, "normalize_embedding": True,
        "add_final_layer_norm": False}
PUBLISHED = {"forced_bos_token_id": 0, "forced_eos_token_id": 2, "no_repeat_ngram_size": 3, "early_stopping": True, "num_beams": 4}
TINY = {**BART, **PUBLISHED, "d_model": 32, "encoder_layers": 2, "decoder_layers": 2, "encoder_attention_heads": 4,
        "decoder_attention_heads": 4, "encoder_ffn_dim": 64, "decoder_ffn_dim": 64, "vocab_size": 300, "max_position_embeddings": 64}
ODD = {**BART, **PUBLISHED, "d_model": 24, "encoder_layers": 1, "decoder_layers": 3, "encoder_attention_heads": 3,
       "decoder_attention_heads": 6, "encoder_ffn_dim": 40, "decoder_ffn_dim": 50, "vocab_size": 77, "max_position_embeddings": 140}
FREE = {**BART, "d_model": 36, "encoder_layers": 3, "decoder_layers": 1, "encoder_attention_heads": 2, "decoder_attention_heads": 4,
        "encoder_ffn_dim": 30, "decoder_ffn_dim": 20, "vocab_size": 120, "max_position_embeddings": 40, "forced_bos_token_id": None,
        "forced_eos_token_id": None, "no_repeat_ngram_size": 2, "early_stopping": False, "length_penalty": 1.7}


def main():
    os.makedirs(OUT, exist_ok=True)
    vocabulary, merges = tokenizer()
    config, model_weights = TINY, weights(TINY, 1)
    model = Model(config, model_weights)
    state = {"audio_encoder.positional_embedding": sinusoids(32, config["d_model"]),
             "audio_encoder.mel_encoder.spec_fn.window": torch.hann_window(1024),
             "audio_encoder.mel_encoder.mel_scale.fb": torch.from_numpy(mel_filters().astype(np.float32)), **model_weights}
    for tied in ("bart.model.encoder.embed_tokens.weight", "bart.model.decoder.embed_tokens.weight", "bart.lm_head.weight"):
        state[tied] = state["bart.model.shared.weight"]  # one storage, as in the published file
    optimizer = {"state": {0: {"step": torch.tensor(3.0), "exp_avg": torch.zeros(5)}}, "param_groups": [{"lr": 1e-4, "params": [0]}]}
    torch.save({"epoch": 99, "state_dict": state, "optimizer": optimizer}, os.path.join(OUT, "transfer.pth"))
    json.dump(config, open(os.path.join(OUT, "config.json"), "w"), indent=1)
    json.dump(vocabulary, open(os.path.join(OUT, "vocab.json"), "w"), ensure_ascii=False, indent=0)
    with open(os.path.join(OUT, "merges.txt"), "w", encoding="utf8") as f: f.write("#version: 0.2\n" + "".join(m + "\n" for m in merges))

    x = wave(1)
    spectrogram = mel(x)
    memory = model.encode(spectrogram)
    prefix = [2, 0] + [5 + (37 * i) % 290 for i in range(40)]
    single = mel(x, torch.float32).double() - spectrogram
    print("mel in float32, as upstream computes it: differs by", float(single.abs().max()), "dB at most,", float(single.abs().mean()), "on average")
    save_tensors(os.path.join(OUT, "io.safetensors"), {
        "mel_every_25": spectrogram[:, ::25], "encoder": memory[0], "prefix": np.array(prefix), "logits": model.logits([prefix], memory)[0]})

    texts = [[2, 0, *(4 + ord(ch) - 33 for ch in "Hi"), 0xE2, 2], list(range(4, 299)), [0, 2], [*range(298, 259, -1), 3, 299, 1],
             [vocabulary[t] for t in ("Ġthe", "Ġmusic", "Ġ.", "Ġ'", "Ġ", "Ġpiano", "Ġ's", "Ġn't", "Ġ,", "Ġ!")]]
    io = {"texts": [{"ids": ids, "text": decode(vocabulary, ids)} for ids in texts], "searches": []}
    for name, base, max_length, seeds in (("tiny", TINY, 48, 8), ("odd", ODD, 128, 12), ("free", FREE, 36, 12)):
        for seed in range(1, seeds + 1):
            model = Model(base, weights(base, seed))
            memory = model.encode(mel(wave(seed)))
            for beams in (1, 5, 3):
                tokens, margin = search(model, memory, beams, max_length)
                kept = margin > 2e-4  # closer decisions may fall either way in float32
                print(name, seed, beams, len(tokens), f"{margin:.1e}", "" if kept else "too close, left out")
                if not kept: continue
                row = {"config": name, "seed": seed, "beams": beams, "max_length": max_length, "tokens": tokens}
                if name == "tiny": row["text"] = decode(vocabulary, tokens)
                io["searches"].append(row)
    io["configs"] = {"tiny": TINY, "odd": ODD, "free": FREE}
    json.dump(io, open(os.path.join(OUT, "io.json"), "w"), ensure_ascii=True, indent=None, separators=(",", ":"))


if __name__ == "__main__":
    main()
