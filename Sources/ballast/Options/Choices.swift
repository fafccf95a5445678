import ArgumentParser
import Ballast

extension ActivationChoice: ExpressibleByArgument {}
extension BadFilePolicy: ExpressibleByArgument {}
extension GuardMode: ExpressibleByArgument {}
extension NormalizationChoice: ExpressibleByArgument {}
extension OptimizerName: ExpressibleByArgument {}
extension PixelScale: ExpressibleByArgument {}
extension Precision: ExpressibleByArgument {}
extension SampleOrder: ExpressibleByArgument {}
