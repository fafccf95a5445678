"""Ratios of medians, as a table for a person and as rows for JSON."""

import statistics

from peer_process import PeerProcess
from rows import Row

HEADINGS = ["work", "PyTorch", "best of", "ours", "ratio", "min...max", "goal", "/ limit",
            "memory", "- libraries"]


def summary(row: Row, peers: list[PeerProcess], ours: list[dict], rounds: int) -> dict:
    """One row; ratios are taken round by round.

    `memory` is our peak over the peak of PyTorch's process, `memoryWithoutLibraries` our peak over
    what PyTorch's process takes beyond its import (most of a CUDA build's libraries lie idle).
    """
    alive = [peer for peer in peers if len(peer.times) > 1]
    best = min(alive, key=lambda peer: statistics.median(peer.times[-rounds:]), default=None)
    result = {"row": row.name, "model": row.model, "batchSize": row.batch, "imageSize": row.size,
              "precision": row.precision, "goal": row.goal,
              "peer": [_variant(peer) for peer in peers]}
    if best:
        result["best"] = best.variant
        result["peerSecondsPerStep"] = statistics.median(best.times[-rounds:])
    if ours:
        result |= _ours(ours)
    if best and ours:
        pairs = zip(best.times[-rounds:], ours)
        ratios = [peer / our["secondsPerStep"] for peer, our in pairs]
        result["ratios"] = ratios
        result["ratio"] = statistics.median(ratios)
        result["memory"] = result["peakBytes"] / best.peak_bytes
        beyond = best.peak_bytes - best.import_bytes
        result["memoryWithoutLibraries"] = result["peakBytes"] / beyond if beyond > 0 else None
    return result


def table(results: list[dict]) -> str:
    """Aligned columns; a value that was not measured is a dash."""
    lines = [HEADINGS] + [_cells(result) for result in results]
    widths = [max(len(line[i]) for line in lines) for i in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip()
        for line in lines)


def variants(result: dict) -> str:
    """One line per variant of PyTorch: median, fastest step, peak memory, or why it is missing.

    A median far above the fastest step tells that something else used the cores.
    """
    lines = []
    for peer in result["peer"]:
        if "failed" in peer:
            lines.append(f"  {peer['variant']:22} not to be had: {peer['failed']}")
            continue
        note = "" if peer["kept"] else "  (once: far from the best)"
        lines.append(
            f"  {peer['variant']:22} {_time(peer['secondsPerStep']):>8}"
            f"  fastest {_time(peer['fastestStep']):>8}"
            f"  {peer['peakBytes'] / 1e6:6.0f} MB{note}")
    return "\n".join(lines)


def _variant(peer: PeerProcess) -> dict:
    if peer.failed:
        return {"variant": peer.variant, "failed": peer.failed}
    return {"variant": peer.variant, "secondsPerStep": statistics.median(peer.times),
            "fastestStep": peer.fastest, "rounds": peer.times, "kept": len(peer.times) > 1,
            "peakBytes": peer.peak_bytes, "importBytes": peer.import_bytes,
            "warmUpSeconds": peer.warm_up_seconds}


def _ours(ours: list[dict]) -> dict:
    result = {"ours": ours,
              "secondsPerStep": statistics.median(run["secondsPerStep"] for run in ours),
              "peakBytes": max(run["peakBytes"] for run in ours)}
    limits = [run["secondsPerStep"] / run["kernelLimitSeconds"] for run in ours
              if run.get("kernelLimitSeconds")]
    if limits:
        result["kernelLimit"] = statistics.median(limits)
    return result


def _cells(result: dict) -> list[str]:
    ratios = result.get("ratios")
    return [
        result["row"], _time(result.get("peerSecondsPerStep")), result.get("best", "-"),
        _time(result.get("secondsPerStep")), _number(result.get("ratio")),
        f"{min(ratios):.2f}...{max(ratios):.2f}" if ratios else "-",
        f">= {result['goal']}", _number(result.get("kernelLimit")), _number(result.get("memory")),
        _number(result.get("memoryWithoutLibraries")),
    ]


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _time(seconds: float | None) -> str:
    return "-" if seconds is None else f"{seconds * 1e3:.3g} ms"
