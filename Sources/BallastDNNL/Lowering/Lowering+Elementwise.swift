import BallastCore
import BallastGraph
import BallastRuntime
import CDNNL
import CKernels

extension Lowering {
    mutating func lowerElementwise(_ program: ElementwiseProgram) throws {
        let tensors = node.inputs.filter { shape(of: $0).rank > 0 }
        let scalars = try scalarBuffers(node.inputs.filter { shape(of: $0).rank == 0 })
        if tensors.isEmpty {
            try emitElementwise(program, [([], node.outputs)], scalars)
        } else {
            try emitElementwise(program, [(tensors, node.outputs)], scalars)
        }
    }

    mutating func lowerElementwiseGroup(
        _ program: ElementwiseProgram, count: Int, scalars: Int
    ) throws {
        let tensors = node.inputs.dropLast(scalars)
        let width = tensors.count / count
        let groups = (0..<count).map { group in
            (
                Array(tensors[(group * width)..<((group + 1) * width)]),
                Array(
                    node.outputs[(group * program.outputs.count)...]
                        .prefix(program.outputs.count))
            )
        }
        try emitElementwise(program, groups, try scalarBuffers(Array(node.inputs.suffix(scalars))))
    }

    private mutating func scalarBuffers(_ values: [ValueID]) throws -> [BufferID] {
        try values.map { try buffer($0, DNNLLayout(.scalar, .float32, BL_PLAIN)) }
    }

    /// The layout in which a group of tensors is combined: that of the first which is not plain,
    /// since a reorder from plain costs the least surprise.
    private mutating func commonLayout(_ tensors: [ValueID]) -> DNNLLayout? {
        let layouts = tensors.map { located($0).layout }
        let preferred = layouts.first { layout in
            !layout.matches(DNNLLayout(layout.shape, layout.dataType, BL_PLAIN))
        }
        return preferred ?? layouts.first
    }

    private mutating func emitElementwise(
        _ program: ElementwiseProgram, _ groups: [(inputs: [ValueID], outputs: [ValueID])],
        _ scalars: [BufferID]
    ) throws {
        var buffers: [BufferID] = []
        var counts: [Int] = []
        var reads: [BufferID] = scalars
        var writes: [BufferID] = []
        var inPlace: [(write: BufferID, read: BufferID)] = []
        for group in groups {
            let common =
                commonLayout(group.inputs) ?? DNNLLayout(.scalar, .float32, BL_PLAIN)
            var inputs: [BufferID] = []
            for input in group.inputs {
                inputs.append(try buffer(input, common.retyped(dataType(of: input))))
            }
            let outputs = group.outputs.map {
                allocate($0, common.retyped(dataType(of: $0)))
            }
            for (index, output) in outputs.enumerated() {
                for (input, value) in zip(inputs, group.inputs)
                where dataType(of: value) == dataType(of: group.outputs[index]) {
                    inPlace.append((output, input))
                }
            }
            counts.append(common.elementCount)
            reads += inputs
            writes += outputs
            buffers += inputs + scalars + outputs
        }
        let types: [DataType?] =
            groups[0].inputs.map { dataType(of: $0) } + scalars.map { _ in nil }
        let compiled = CompiledElementwise(
            program, inputTypes: types, outputTypes: groups[0].outputs.map { dataType(of: $0) })
        let finalCounts = counts
        let order = buffers
        self.program.steps.append(
            LoweredStep(
                name: "elementwise ×\(program.instructions.count)"
                    + (groups.count > 1 ? " on \(groups.count) tensors" : ""),
                layer: node.layer, reads: reads, writes: writes, inPlace: inPlace
            ) { address in
                ElementwiseKernel(compiled, counts: finalCounts, addresses: order.map(address))
            })
    }
}

/// Rounds or widens `count` elements.
func convert(
    _ source: UnsafeMutableRawPointer, _ target: UnsafeMutableRawPointer, count: Int,
    to type: DataType
) {
    if type == .bfloat16 {
        bk_convert_to_bfloat16(
            source.assumingMemoryBound(to: Float.self),
            target.assumingMemoryBound(to: UInt16.self), count)
    } else {
        bk_convert_to_float32(
            source.assumingMemoryBound(to: UInt16.self),
            target.assumingMemoryBound(to: Float.self), count)
    }
}
