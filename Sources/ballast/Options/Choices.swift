import ArgumentParser
import Ballast

extension BadFilePolicy: ExpressibleByArgument {}
extension GuardMode: ExpressibleByArgument {}
extension NormalizationChoice: ExpressibleByArgument {}
extension OptimizerName: ExpressibleByArgument {}
extension Precision: ExpressibleByArgument {}
extension ProbePreset: ExpressibleByArgument {}
