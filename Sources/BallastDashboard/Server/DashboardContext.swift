import Hummingbird
import NIOCore

/// A request's connection, which is closed behind what must not go on.
struct DashboardContext: InitializableFromSource {
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        channel = source.channel
    }
}
