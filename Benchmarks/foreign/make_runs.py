"""Trains sound and faulty networks and logs them as many tools do. See README.md.

    python make_runs.py --split tuning --out DIR [--jobs 2] [--only overfitting,healthy/adam]

Goes on where it was stopped: a case whose file exists is not made again.
"""

import argparse
import collections
import concurrent.futures
import dataclasses
import json
import math
import multiprocessing
import os
import shutil
import sys
import time

from bench import effects, faults, healthy, logs
from bench.recipe import Recipe


def main():
    options = parsed()
    cases = [
        reseeded(case, options.seeds)
        for case in faults.faulty(options.split) + healthy.healthy(options.split)
        if not options.only or any(part in case.name for part in options.only.split(","))]
    for folder in ("logs", "cases", "dropped", "courses"):
        os.makedirs(os.path.join(options.out, folder), exist_ok=True)
    start = time.time()
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(options.jobs, context) as pool:
        waiting = [pool.submit(made, case, options.out) for case in cases]
        for number, future in enumerate(concurrent.futures.as_completed(waiting), 1):
            seconds = time.time() - start
            print(f"{number}/{len(cases)} {seconds:.0f} s {future.result()}", flush=True)
    report(options.out)


def parsed():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--split", choices=("tuning", "judging"), required=True)
    parser.add_argument("--out", required=True, help="folder for logs/ and cases/")
    parser.add_argument("--jobs", type=int, default=2, help="processes, one thread each")
    parser.add_argument("--only", help="parts of names of cases, separated by commas")
    parser.add_argument("--seeds", type=int, default=0,
                        help="added to every seed: other data and weights, the same catalogue")
    return parser.parse_args()


def reseeded(case, more):
    """The case with other seeds, its twin's and those of its alternatives alike."""
    def moved(recipe):
        return recipe and recipe.but(seed=recipe.seed + more)
    return dataclasses.replace(
        case, recipe=moved(case.recipe), twin=moved(case.twin),
        alternatives=tuple((name, moved(other)) for name, other in case.alternatives))


def made(case, out):
    """Makes a case, or says why it does not count; returns a line about it."""
    name = case.name.replace("/", "--") + ".json"
    target = {kind: os.path.join(out, kind, name) for kind in ("cases", "dropped")}
    if any(map(os.path.exists, target.values())):
        return f"{case.name}: known"
    course = trained(case.recipe, out)
    twin = trained(case.twin, out) if case.twin else None
    if case.cause:
        figures, reason = effects.of_fault(case, course, twin)
    else:
        figures, reason = effects.of_healthy(case, course)
    entry = {
        "name": case.name, "split": case.split, "healthy": not case.cause, "cause": case.cause,
        "acceptable": sorted(acceptable(case, course, twin, out)) if not reason else [],
        "effect": {key: plain(value) for key, value in figures.items()},
        "format": case.log.format, "logged": dataclasses.asdict(case.log),
        "recipe": dataclasses.asdict(case.recipe),
        "twin": dataclasses.asdict(case.twin) if case.twin else None,
    }
    if reason:
        entry["reason"] = reason
    else:
        folder = os.path.join(out, "logs", case.folder)
        shutil.rmtree(folder, ignore_errors=True)
        entry["log"] = os.path.relpath(logs.write(course, case.recipe, case.log, folder), out)
    replaced(target["dropped" if reason else "cases"], entry, indent=1)
    return f"{case.name}: {reason or 'counts'} {entry['effect']}"


def acceptable(case, course, twin, out):
    """The causes that count as right, decided from the trainings alone; README.md says why."""
    found = set(case.acceptable)
    for cause, recipe in case.alternatives:
        if effects.trains_as(trained(recipe, out), twin):
            found.add(cause)
    if case.cause == "missing-warmup" and effects.final(course) > 0.67 * course["loss"][0]:
        found.add("learning-rate-too-high")
    if case.cause in ("input-not-normalized", "exploding-gradient"):
        if not effects.begins_high(case, course):
            found.add("learning-rate-too-high")
    if case.cause == "learning-rate-too-high":
        if effects.stays_at_guessing(case, course):
            found |= {"dead-units", "vanishing-gradient"}
        if effects.statistics_lag_too(case, course):
            found.add("batchnorm-statistics-lag")
    return found


def trained(recipe: Recipe, out):
    """The recipe's course, from the folder of those already made where it is there."""
    import torch

    from bench import training

    path = os.path.join(out, "courses", recipe.key() + ".json")
    if os.path.exists(path):
        with open(path) as file:
            return training.Course(json.load(file))
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    course = training.train(recipe)
    replaced(path, course)
    return course


def replaced(path, value, **options):
    temporary = f"{path}.{os.getpid()}"
    with open(temporary, "w") as file:
        json.dump(value, file, **options)
    os.replace(temporary, path)


def plain(value):
    if isinstance(value, float):
        return round(value, 4) if math.isfinite(value) else str(value)
    return value


def report(out):
    counts = collections.defaultdict(collections.Counter)
    for kind in ("cases", "dropped"):
        for name in sorted(os.listdir(os.path.join(out, kind))):
            with open(os.path.join(out, kind, name)) as file:
                entry = json.load(file)
            counts[kind][entry["cause"] or "healthy"] += 1
            if kind == "cases":
                counts["format"][entry["format"]] += 1
                counts["all"]["healthy" if entry["healthy"] else "faulty"] += 1
    for cause in sorted(set(counts["cases"]) | set(counts["dropped"])):
        print(f"{cause:28} {counts['cases'][cause]:4} count, {counts['dropped'][cause]:3} dropped")
    print(dict(counts["all"]), dict(counts["format"]))


if __name__ == "__main__":
    sys.exit(main())
