#!/usr/bin/env python3
"""Makes src/test/resources/torch: small files of torch.save, and what is in them as JSON.

    make_torch_fixtures.py ../test/resources/torch

Seen with torch 2.13.0. NAME.json has every tensor of NAME.bin: its type and shape, and the bytes of its elements in
row-major order as hexadecimal digits, taken from the tensor and not from the file. Files of the old form hold addresses
of memory, so they differ from run to run.
"""
import collections
import json
import pathlib
import sys
import warnings

import torch

OUT = pathlib.Path(sys.argv[1])
TYPES = {
    torch.float32: "F32", torch.float64: "F64", torch.float16: "F16", torch.bfloat16: "BF16", torch.int64: "I64",
    torch.int32: "I32", torch.int16: "I16", torch.int8: "I8", torch.uint8: "U8", torch.bool: "BOOL",
}
torch.manual_seed(14)
warnings.simplefilter("ignore")


def content(tensor):
    rows = tensor.detach().clone(memory_format=torch.contiguous_format).reshape(-1)
    return {
        "type": TYPES[tensor.dtype],
        "shape": list(tensor.shape),
        "bytes": bytes(rows.view(torch.uint8).tolist()).hex() if rows.numel() else "",
    }


def save(name, what, weights=None, **options):
    torch.save(what, OUT / f"{name}.bin", **options)
    if weights is not None:
        described = {key: content(value) for key, value in weights.items() if isinstance(value, torch.Tensor)}
        (OUT / f"{name}.json").write_text(json.dumps(described, indent=1) + "\n", encoding="utf-8")


def types():
    weights = collections.OrderedDict()
    for dtype, name in TYPES.items():
        weights[f"of.{name}"] = (torch.randn(2, 3) * 3).to(dtype)
    weights["scalar"] = torch.tensor(-10000.0)
    weights["empty"] = torch.zeros(0, 4)
    weights["grüße.日本"] = torch.arange(3)
    return weights


def views():
    base = torch.arange(24, dtype=torch.float32).reshape(4, 6)
    weights = {
        "whole": base,
        "tied": base,
        "transposed": base.t(),
        "rows": base[1:3],
        "columns": base[:, 2:5],
        "steps": base[::2, ::3],
        "one": base[2:3, 1],
        "spread": base[1, :3].expand(2, 3),
        "permuted": torch.arange(24, dtype=torch.float16).reshape(2, 3, 4).permute(2, 0, 1),
        "flat": base.t()[:1],
    }
    return weights


def trained():
    layer = torch.nn.Linear(3, 2)
    optimizer = torch.optim.Adam(layer.parameters())
    layer(torch.ones(1, 3)).sum().backward()
    optimizer.step()
    return layer, optimizer


def main():
    layer, optimizer = trained()
    weights = types()
    save("types", weights, weights)
    save("protocol-3", weights, weights, pickle_protocol=3)
    save("protocol-4", weights, weights, pickle_protocol=4)
    save("protocol-5", weights, weights, pickle_protocol=5)
    save("old-form", weights, weights, _use_new_zipfile_serialization=False)
    save("old-form-protocol-4", weights, weights, _use_new_zipfile_serialization=False, pickle_protocol=4)
    save("views", views(), views())
    save("old-form-views", views(), views(), _use_new_zipfile_serialization=False)
    save("state-dict", layer.state_dict(), layer.state_dict())
    kept = layer.state_dict(keep_vars=True)
    save("parameters", kept, kept)
    mixed = dict(layer.state_dict())
    mixed.update(step=7, note="kept beside", seed=2**70, rate=0.5, none=None, rows=[1, (2, 3)], raw=b"bytes")
    save("beside", mixed, mixed, pickle_protocol=4)
    for name in ["state_dict", "model", "module"]:
        checkpoint = {
            "epoch": 3, "loss": 0.25, name: layer.state_dict(), "optimizer": optimizer.state_dict(),
            "rng": {"cpu": torch.get_rng_state()},
        }
        save(f"within-{name}", checkpoint, layer.state_dict())
    # What is to be refused.
    save("optimizer", optimizer.state_dict())
    save("two-models", {"model": layer.state_dict(), "module": layer.state_dict()})
    save("whole-model", layer)
    save("old-form-whole-model", layer, _use_new_zipfile_serialization=False)
    save("tensor", torch.ones(2))
    save("list", [torch.ones(2)])
    save("uint16", {"weight": torch.ones(2, dtype=torch.uint16)})
    save("sparse", {"weight": torch.eye(2).to_sparse()})
    torch.jit.save(torch.jit.script(torch.nn.ReLU()), OUT / "script.bin")


main()
