"""Asks `ballast diagnose` about every log of make_runs.py and counts what it gets right.

    python judge.py --split judging --runs DIR --ballast .build/release/ballast [--out judged.json]

Only the log is given to it. Prints figures per cause and per format; sets no threshold.
"""

import argparse
import collections
import json
import os
import subprocess
import sys

# The options are the same for every log.
OPTIONS = ("--format", "json", "--quiet")


def main():
    options = parsed()
    cases = known(options.runs, options.split)
    answers = []
    for case in cases:
        answer = asked(options.ballast, os.path.join(options.runs, case["log"]), options.timeout)
        answers.append({**summary(case), **answer, **judged(case, answer)})
    figures = {
        "split": options.split, "all": counted(answers),
        "causes": grouped(answers, lambda one: one["cause"] or "healthy"),
        "formats": grouped(answers, lambda one: one["format"]),
    }
    printed(figures, answers, options.list)
    out = options.out or os.path.join(options.runs, "judged.json")
    with open(out, "w") as file:
        json.dump({"figures": figures, "answers": answers}, file, indent=1)
        file.write("\n")


def parsed():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--split", choices=("tuning", "judging"), required=True)
    parser.add_argument("--runs", required=True, help="the --out of make_runs.py")
    parser.add_argument("--ballast", required=True, help="the program")
    parser.add_argument("--out", help="JSON file of all answers (default: judged.json in --runs)")
    parser.add_argument("--timeout", type=float, default=60, help="seconds for one log")
    parser.add_argument("--list", action="store_true", help="print every wrong answer")
    return parser.parse_args()


def known(runs, split):
    """The cases that count, of the named split only: the other one is not even read."""
    folder, found = os.path.join(runs, "cases"), []
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".json"):
            continue
        with open(os.path.join(folder, name)) as file:
            case = json.load(file)
        if case["split"] != split:
            sys.exit(f"judge.py: {name} is of the split {case['split']}")
        found.append(case)
    if not found:
        sys.exit(f"judge.py: no case under {folder}")
    return found


def asked(ballast, log, timeout):
    """What the program says about a log: health and causes, best first; or how it failed."""
    command = [ballast, "diagnose", log, *OPTIONS]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=timeout)
    except subprocess.TimeoutExpired:
        return {"error": "took too long", "health": "error", "causes": []}
    try:
        said = json.loads(done.stdout)
        causes = [c["cause"] for c in said["causes"] if c["verdict"] != "excluded"]
        return {"health": said["health"], "causes": causes}
    except (ValueError, KeyError, TypeError):
        message = (done.stderr.strip().splitlines() or ["no JSON"])[-1]
        return {"error": f"{done.returncode}: {message}", "health": "error", "causes": []}


def summary(case):
    return {key: case[key] for key in ("name", "log", "healthy", "cause", "acceptable", "format")}


def judged(case, answer):
    first = answer["causes"][0] if answer["causes"] else None
    flagged = answer["health"] == "unhealthy"
    return {
        "flagged": flagged, "first": first,
        "rightFirst": not case["healthy"] and flagged and first in case["acceptable"],
        "plantedFirst": not case["healthy"] and flagged and first == case["cause"],
        "named": not case["healthy"] and bool(set(answer["causes"]) & set(case["acceptable"])),
    }


def counted(answers):
    faulty = [answer for answer in answers if not answer["healthy"]]
    healthy = [answer for answer in answers if answer["healthy"]]
    return {
        "faulty": len(faulty), "detected": sum(a["flagged"] for a in faulty),
        "rightFirst": sum(a["rightFirst"] for a in faulty),
        "plantedFirst": sum(a["plantedFirst"] for a in faulty),
        "named": sum(a["named"] for a in faulty),
        "healthy": len(healthy), "healthyFlagged": sum(a["flagged"] for a in healthy),
        "errors": sum("error" in a for a in answers),
    }


def grouped(answers, key):
    groups = collections.defaultdict(list)
    for answer in answers:
        groups[key(answer)].append(answer)
    return {name: counted(group) for name, group in sorted(groups.items())}


def share(part, whole):
    return f"{part:4}/{whole:<4}{100 * part / whole:5.1f} %" if whole else f"{'':15}"


def printed(figures, answers, lists):
    head = f"{'':28}{'detected':>15} {'right first':>15} {'named':>15} {'healthy flagged':>16} "
    head += "errors"
    for title in ("causes", "formats"):
        print(head)
        for name, count in figures[title].items():
            print(row(name, count))
        print()
    print(row(f"all of {figures['split']}", figures["all"]))
    for answer in answers if lists else ():
        wrong = answer["flagged"] if answer["healthy"] else not answer["rightFirst"]
        if wrong:
            said = answer.get("error") or f"{answer['health']} {answer['causes'][:3]}"
            print(f"{answer['name']} ({answer['format']}, {answer['log']}): {said}")


def row(name, count):
    faulty = count["faulty"]
    return (f"{name:28}{share(count['detected'], faulty)} {share(count['rightFirst'], faulty)} "
            f"{share(count['named'], faulty)} "
            f"{share(count['healthyFlagged'], count['healthy']):>16} {count['errors']:6}")


if __name__ == "__main__":
    main()
