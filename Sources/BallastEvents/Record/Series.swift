/// The values of one channel over the steps of a run. Non-finite values are data.
public typealias Series = StepSeries<Double>
