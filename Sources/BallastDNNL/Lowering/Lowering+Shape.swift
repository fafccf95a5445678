import BallastCore
import BallastGraph
import BallastRuntime
import CDNNL
import CKernels

extension Lowering {
    /// A reshape is another view of plain memory. An image of one pixel is plain in any order.
    mutating func lowerReshape() throws {
        let (x, y) = (node.inputs[0], node.outputs[0])
        let (from, to) = (shape(of: x), shape(of: y))
        let type = dataType(of: x)
        let onePixel = from.rank == 4 && from[2] * from[3] == 1 && from[1] % 16 == 0
        let source =
            onePixel ? try buffer(x) : try buffer(x, DNNLLayout(from, type, BL_PLAIN))
        let becomesPixel = to.rank == 4 && to[2] * to[3] == 1
        let layout = DNNLLayout(to, type, becomesPixel ? BL_CHANNELS_LAST : BL_PLAIN)
        alias(y, to: source, layout)
    }

    mutating func lowerConcatenation(_ axis: Int) throws {
        let type = dataType(of: node.outputs[0])
        let order = rowOrder(node.inputs + node.outputs, axis: axis)
        let target = allocate(node.outputs[0], DNNLLayout(shape(of: node.outputs[0]), type, order))
        let width = rowBytes(node.outputs[0], axis, order)
        var offset = 0
        for input in node.inputs {
            let source = try buffer(input, DNNLLayout(shape(of: input), type, order))
            let bytes = rowBytes(input, axis, order)
            let rows = shape(of: input).count * type.byteCount / bytes
            let start = offset
            emit("concatenate", reads: [source], writes: [target]) { memory, _ in
                bk_copy_rows(memory[1] + start, width, memory[0], bytes, bytes, rows)
            }
            offset += bytes
        }
    }

    mutating func lowerSlice(_ axis: Int, _ start: Int) throws {
        let (x, y) = (node.inputs[0], node.outputs[0])
        let type = dataType(of: x)
        let order = rowOrder([x, y], axis: axis)
        let source = try buffer(x, DNNLLayout(shape(of: x), type, order))
        let target = allocate(y, DNNLLayout(shape(of: y), type, order))
        let width = rowBytes(x, axis, order)
        let bytes = rowBytes(y, axis, order)
        let offset = start * (width / shape(of: x)[axis])
        let rows = shape(of: y).count * type.byteCount / bytes
        emit("slice", reads: [source], writes: [target]) { memory, _ in
            bk_copy_rows(memory[1], bytes, memory[0] + offset, width, bytes, rows)
        }
    }

    /// The order in which all these tensors are exchanged; where they differ, plain. Blocked
    /// images are rows of channel blocks only along the channels.
    private func rowOrder(_ values: [ValueID], axis: Int) -> bl_layout {
        guard shape(of: values[0]).rank == 4 else { return BL_PLAIN }
        let blocked =
            activations == .blocked && axis == 1
            && values.allSatisfy { shape(of: $0)[1] % 16 == 0 }
        return blocked ? BL_BLOCKED : BL_CHANNELS_LAST
    }

    /// The bytes that lie together for one position before `axis` in memory order.
    private func rowBytes(_ value: ValueID, _ axis: Int, _ order: bl_layout) -> Int {
        let shape = shape(of: value)
        let inner: Int
        if order == BL_CHANNELS_LAST, shape.rank == 4 {
            let memoryOrder = [0, 2, 3, 1]
            let position = memoryOrder.firstIndex(of: axis)!
            inner = memoryOrder[position...].reduce(1) { $0 * shape[$1] }
        } else {
            inner = (axis..<shape.rank).reduce(1) { $0 * shape[$1] }
        }
        return inner * dataType(of: value).byteCount
    }

    mutating func lowerReduction(_ kind: ReductionKind, _ axes: [Int]) throws {
        let x = shape(of: node.inputs[0])
        let source = try plainBuffer(node.inputs[0])
        let y = allocate(
            node.outputs[0], DNNLLayout(shape(of: node.outputs[0]), .float32, BL_PLAIN))
        let index = StridedIndex(x, dropping: axes)
        let share = kind == .mean ? 1 / Double(axes.reduce(1) { $0 * x[$1] }) : 1
        let outputs = shape(of: node.outputs[0]).count
        let sums = AlignedBuffer(byteCount: outputs * 8)
        emit("reduce", reads: [source], writes: [y]) { memory, _ in
            let input = memory[0].assumingMemoryBound(to: Float.self)
            let output = memory[1].assumingMemoryBound(to: Float.self)
            let total = sums.pointer.assumingMemoryBound(to: Double.self)
            total.update(repeating: 0, count: outputs)
            index.forEach { element, target in total[target] += Double(input[element]) }
            for target in 0..<outputs { output[target] = Float(total[target] * share) }
        }
    }

    mutating func lowerBroadcast(_ axes: [Int]) throws {
        let y = shape(of: node.outputs[0])
        let source = try plainBuffer(node.inputs[0])
        let target = allocate(node.outputs[0], DNNLLayout(y, .float32, BL_PLAIN))
        let index = StridedIndex(y, dropping: axes)
        emit("broadcast", reads: [source], writes: [target]) { memory, _ in
            let input = memory[0].assumingMemoryBound(to: Float.self)
            let output = memory[1].assumingMemoryBound(to: Float.self)
            index.forEach { element, source in output[element] = input[source] }
        }
    }

    mutating func lowerSquaredNorm() throws {
        let homes = node.inputs.map { located($0) }
        let y = allocate(node.outputs[0], DNNLLayout(.scalar, .float32, BL_PLAIN))
        let counts = homes.map(\.layout.elementCount)
        let pointers = AlignedBuffer(byteCount: counts.count * MemoryLayout<UnsafeRawPointer>.size)
        emit("squared norm", reads: homes.map(\.buffer), writes: [y]) { memory, _ in
            let table = pointers.pointer.assumingMemoryBound(to: UnsafePointer<Float>?.self)
            for index in counts.indices {
                table[index] = UnsafePointer(memory[index].assumingMemoryBound(to: Float.self))
            }
            memory[counts.count].assumingMemoryBound(to: Float.self).pointee = Float(
                bk_squared_norm(table, counts, counts.count))
        }
    }
}
