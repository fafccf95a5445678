import BallastCore

extension Tensor {
    public func reshaped(_ shape: Shape) -> Tensor {
        shape == self.shape ? self : apply(.reshape(shape))
    }

    /// `(N, …)` as `(N, product)`, in the order of the dimensions.
    public func flattened() -> Tensor {
        reshaped([shape[0], shape.count / shape[0]])
    }

    public static func concatenated(_ tensors: [Tensor], axis: Int) -> Tensor {
        tensors[0].builder.append(.concatenate(axis: axis), tensors)[0]
    }

    public func slice(axis: Int, start: Int, length: Int) -> Tensor {
        apply(.slice(axis: axis, start: start, length: length))
    }

    /// The sum over `axes`, which vanish; over all axes without an argument.
    public func sum(axes: [Int]? = nil) -> Tensor {
        apply(.reduce(.sum, axes: axes ?? Array(0..<shape.rank)))
    }

    public func mean(axes: [Int]? = nil) -> Tensor {
        apply(.reduce(.mean, axes: axes ?? Array(0..<shape.rank)))
    }

    /// Repeats this tensor along the new `axes` of `shape`.
    public func broadcast(to shape: Shape, axes: [Int]) -> Tensor {
        apply(.broadcast(shape, axes: axes))
    }

    /// `Σ x²` over all elements of all tensors.
    public static func squaredNorm(_ tensors: [Tensor]) -> Tensor {
        tensors[0].builder.append(.squaredNorm, tensors)[0]
    }
}
