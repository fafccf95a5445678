/// The table of operations that every backend is checked with.
public enum OperationCases {
    public static let all: [OperationCase] =
        elementwise + convolutions + pooledConvolutions + linears + normalizations + poolings
        + shapes + losses
        + compositions
}
