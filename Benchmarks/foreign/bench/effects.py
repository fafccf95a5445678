"""Whether a fault took effect, and whether a sound run is one: measured on the course, not the log.

Every measure compares a faulty course with its twin, which has the same seed and all but the fault.
It returns figures and the reason why the case does not count, or None."""

import math
import statistics

from . import data

BROKEN = 1e4


def finite(value):
    return value if math.isfinite(value) else BROKEN


def whole(course):
    """The losses of the validations on the whole set."""
    return [finite(figures[3]) for figures in course["validation"]]


def final(course):
    """The median of the last three validations."""
    return statistics.median(whole(course)[-3:])


def mean_logarithm(course, steps):
    """Of the training losses over the planned steps; those never made count as broken."""
    losses = [finite(loss) for loss in course["loss"]]
    losses += [BROKEN] * (steps - len(losses)) if course.broke else []
    return statistics.fmean(math.log(min(BROKEN, max(loss, 1e-4))) for loss in losses)


def smooth(values, width):
    return [statistics.fmean(values[max(0, i - width):i + 1]) for i in range(len(values))]


def late(course):
    """The mean training loss of the last tenth."""
    losses = [finite(loss) for loss in course["loss"]]
    return statistics.fmean(losses[-max(1, len(losses) // 10):])


def mean(case, course, twin):
    worse = math.exp(mean_logarithm(course, case.recipe.steps)
                     - mean_logarithm(twin, case.recipe.steps))
    return {"mean loss against the twin's": worse}, worse >= 1.25


def early(case, course, twin):
    """The loss peaks in the first eighth, and the ramp avoids it."""
    head = len(course["loss"]) // 8
    peak, calm = (max(map(finite, c["loss"][:head])) / c["loss"][0] for c in (course, twin))
    figures, worse = mean(case, course, twin)
    figures |= {"peak against first loss": peak, "twin's peak against first loss": calm}
    no_better = figures["mean loss against the twin's"] >= 0.9
    return figures, no_better and peak >= (1.5 if worse else 2) and peak >= 1.5 * calm


def jump(case, course, twin):
    """The loss after the jump against that before it."""
    step = int(case.recipe.schedule.split(":")[1])
    before = statistics.fmean(course["loss"][step - 32:step])
    after = max(smooth([finite(x) for x in course["loss"][step:step + 32]], 3))
    calm = max(smooth(twin["loss"][step:step + 32], 3))
    rise = after / max(before, 0.02)
    return {"rise": rise, "against the twin's": after / calm}, rise >= 1.5 and after >= 1.5 * calm


def spike(case, course, twin):
    """One step's loss over the highest of the 64 before it; then the run goes on as before."""
    step = int(case.recipe.damage.split(":")[1])
    before, after = course["loss"][step - 64:step], course["loss"][step + 24:step + 88]
    rise = finite(course["loss"][step]) / max(*before, 0.05)
    settled = finite(statistics.fmean(after)) <= 1.5 * statistics.fmean(before) + 0.1
    return {"rise over the highest before": rise, "recovers": settled}, rise >= 2 and settled


def peak(case, course, twin):
    """The highest validation loss behind the first quarter."""
    first = len(course["validation"]) // 4
    rise = max(whole(course)[first:]) / max(whole(twin)[first:])
    return {"highest validation loss against the twin's": rise}, rise >= 1.5


def periodic(case, course, twin):
    """The step losses repeat after an epoch, the twin's do not."""
    figures = {}
    for name, one in (("repeats", course), ("twin repeats", twin)):
        tail = one["loss"][-5 * case.recipe.epoch:]
        losses = [math.log(max(1e-3, finite(loss))) for loss in tail]
        rest = [a - b for a, b in zip(losses, smooth(losses, case.recipe.epoch))]
        figures[name] = statistics.correlation(rest[:-case.recipe.epoch], rest[case.recipe.epoch:])
    figures["final validation against the twin's"] = final(course) / final(twin)
    return figures, (figures["repeats"] >= 0.4 and figures["twin repeats"] < 0.3
                     and figures["final validation against the twin's"] >= 1.25)


def broken(case, course, twin):
    count = sum(not math.isfinite(loss) for loss in course["loss"])
    return {"losses not finite": count}, count > 0 and not twin.broke


def broken_validation(case, course, twin):
    count = sum(not math.isfinite(figures[1]) for figures in course["validation"])
    return {"validations not finite": count}, count > 0 and not course.broke


def stuck(case, course, twin):
    """The loss stays near that of guessing where the twin's does not."""
    chance = data.chance_loss(case.recipe.data)
    figures = {"late loss against guessing": late(course) / chance,
               "twin's": late(twin) / chance,
               "median gradient norm": statistics.median(course["norm"])}
    return figures, late(course) >= 0.9 * chance and late(twin) < 0.7 * chance


def over_training(course, recipe):
    """The highest ratio of a validation's loss to the mean training loss of the steps before it."""
    trained = smooth([finite(loss) for loss in course["loss"]], recipe.validate_every)
    return max(
        finite(loss / max(trained[step], 0.2)) for step, _, _, loss in course["validation"])


def lag(case, course, twin):
    """Validation far above the training loss of its steps, which is as smooth as the twin's."""
    top, calm = over_training(course, case.recipe), over_training(twin, case.recipe)
    figures = {"validation over training": top, "twin's": calm,
               "late training loss against the twin's": late(course) / max(late(twin), 0.02)}
    return figures, top >= 3 and top >= 1.5 * calm and not course.broke


def jitter(case, course, twin):
    """The logged validation's moves against those of the whole set at the same weights."""
    def moves(column):
        values = [math.log(max(figures[column], 1e-2)) for figures in course["validation"]]
        return statistics.fmean(abs(b - a) for a, b in zip(values, values[1:]))
    return {"jitter against the whole set's": moves(1) / moves(3)}, moves(1) >= 2.5 * moves(3)


def overfit(case, course, twin):
    """Validation rises from its lowest while training goes on falling."""
    values = smooth(whole(course), 2)
    rise, least = final(course) / min(values), values.index(min(values)) / len(values)
    figures = {"rise from the lowest validation": rise, "lowest at": least,
               "late training loss against it": late(course) / min(values)}
    return figures, rise >= 1.25 and least <= 0.7 and late(course) <= 0.5 * min(values)


def stopped(case, course, twin):
    """The twin, which goes on, gets better by a tenth; the rule did act, behind six validations."""
    acted = course["stopped"] or len(set(course["rate"])) > 1
    acted = acted and len(course["validation"]) > 6
    gain = min(whole(twin)) / min(whole(course))
    return {"twin's lowest validation against this": gain, "steps": len(course["loss"])}, (
        acted and gain <= 0.9)


MEASURES = {
    "mean": mean, "early": early, "jump": jump, "spike": spike, "peak": peak, "periodic": periodic,
    "broken": broken, "broken-validation": broken_validation, "stuck": stuck, "lag": lag,
    "jitter": jitter, "overfit": overfit, "stopped": stopped,
}


def of_fault(case, course, twin):
    """Figures, and why the case does not count or None."""
    if twin.broke or final(twin) >= 0.9 * data.chance_loss(case.recipe.data):
        return {}, "the twin does not train"
    figures, took = MEASURES[case.measure](case, course, twin)
    return figures, None if took else "the fault had too little effect"


def trains_as(course, twin):
    """An alternative is right too where its training is as good as the twin's, within a tenth."""
    return not course.broke and final(course) <= 1.1 * final(twin)


def of_healthy(case, course):
    """A sound run learns, ends near its best, and has no rise that a person would ask about."""
    if course.broke:
        return {}, "not finite"
    values, chance = whole(course), data.chance_loss(case.recipe.data)
    medians = [statistics.median(values[max(0, i - 2):i + 1]) for i in range(2, len(values))]
    losses = course["loss"]
    window = max(8, len(losses) // 20)
    starts = range(0, len(losses) - window + 1, window)
    blocks = [statistics.fmean(losses[start:start + window]) for start in starts]
    rise = max(b - 1.3 * min(blocks[:i + 1]) for i, b in enumerate(blocks))
    first = max(losses[:len(losses) // 8]) / losses[0]
    quarter = len(values) // 4
    leap = max(v - 2 * min(values[:i + quarter + 1]) for i, v in enumerate(values[quarter:]))
    figures = {"final validation against guessing": values[-1] / chance,
               "against its best": medians[-1] / min(medians), "rise of training": rise,
               "early peak against first loss": first,
               "leap of validation": leap,
               "highest validation against guessing": max(values) / chance}
    reasons = {
        "does not learn": final(course) >= 0.8 * chance,
        "ends worse than its best": medians[-1] > 1.15 * min(medians) + 0.02,
        "training rises": rise > 0.1, "training peaks early": first >= 2,
        "validation leaps": leap > 0.1,
        "validation far above guessing": max(values) > 1.5 * chance}
    return figures, next((reason for reason, found in reasons.items() if found), None)


def begins_high(case, course):
    """Whether the log shows, before any update, that the signal is too large."""
    if case.log.by_epoch or case.log.every > 1:
        return False
    high = course["loss"][0] >= 3 * data.chance_loss(case.recipe.data)
    return high or case.log.norm and course["norm"][0] >= 50


def stays_at_guessing(case, course):
    """Whether the log shows nothing but a loss that stays near that of guessing."""
    width = case.recipe.validate_every if case.log.by_epoch else case.log.every
    shown = smooth([finite(loss) for loss in course["loss"]], width)[width - 1::width]
    chance = data.chance_loss(case.recipe.data)
    return late(course) >= 0.9 * chance and max(shown) <= 1.3 * chance and not case.log.norm


def statistics_lag_too(case, course):
    """Whether a network with batch normalization learns while validation is far above training."""
    learns = late(course) < 0.9 * data.chance_loss(case.recipe.data)
    return case.recipe.model.endswith("-bn") and learns and over_training(course, case.recipe) >= 3
