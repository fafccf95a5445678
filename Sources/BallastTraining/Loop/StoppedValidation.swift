/// Says that a validation was ended between two of its batches, because the run is to stop.
public struct StoppedValidation: Error {}
