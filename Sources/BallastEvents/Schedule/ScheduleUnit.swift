/// What a schedule counts.
public enum ScheduleUnit: String, Codable, Sendable, CaseIterable {
    case epoch
    case step
}
