/// What a run was made with, as far as its log tells; the words of a repair depend on it.
public enum LogFramework: String, Codable, Hashable, Sendable, CaseIterable {
    case pytorch, keras, lightning, huggingface, ultralytics, timm, detectron2, mmengine, megatron
    case unknown
}
