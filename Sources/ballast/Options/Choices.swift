import ArgumentParser
import Ballast

extension ActivationChoice: ExpressibleByArgument {}
extension BadFilePolicy: ExpressibleByArgument {}
extension GuardMode: ExpressibleByArgument {}
extension NormalizationChoice: ExpressibleByArgument {}
extension OptimizerName: ExpressibleByArgument {}
extension PixelScale: ExpressibleByArgument {}
extension Precision: ExpressibleByArgument {}
extension ProbePreset: ExpressibleByArgument {}
extension SampleOrder: ExpressibleByArgument {}
extension ValidationMetric: ExpressibleByArgument {}
