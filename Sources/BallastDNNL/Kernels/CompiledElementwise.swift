import BallastCore
import BallastGraph
import CKernels

/// An ``ElementwiseProgram`` as the tables that `bk_elementwise` reads, with scratch tiles given to
/// registers by their lives.
final class CompiledElementwise {
    let inputCount: Int
    private let instructions: [bk_instruction]
    private let inputTypes: [UInt8]
    private let slots: [Int16]
    private let outputRegisters: [Int16]
    private let outputTypes: [UInt8]
    private let directOutputs: [Int16]

    /// - Parameter inputTypes: nil for scalars.
    init(_ program: ElementwiseProgram, inputTypes: [DataType?], outputTypes: [DataType]) {
        precondition(
            program.registerCount <= BK_MAX_REGISTERS,
            "an elementwise program of \(program.registerCount) registers is too long")
        inputCount = program.inputCount
        self.inputTypes = inputTypes.map { type in
            switch type {
            case nil: UInt8(BK_SCALAR.rawValue)
            case .bfloat16?: UInt8(BK_BFLOAT16.rawValue)
            default: UInt8(BK_FLOAT32.rawValue)
            }
        }
        self.outputTypes = outputTypes.map {
            UInt8($0 == .bfloat16 ? BK_BFLOAT16.rawValue : BK_FLOAT32.rawValue)
        }
        outputRegisters = program.outputs.map(Int16.init)
        instructions = program.instructions.enumerated().map { index, instruction in
            instruction.compiled(result: program.inputCount + index)
        }
        let lastUse = Self.lastUses(program)
        directOutputs = Self.directOutputs(
            program, inputTypes: inputTypes, outputTypes: outputTypes, lastUse: lastUse)
        slots = Self.assignSlots(
            program, inputTypes: inputTypes, directOutputs: directOutputs, lastUse: lastUse)
    }

    func withProgram(_ body: (UnsafePointer<bk_program>) -> Void) {
        instructions.withUnsafeBufferPointer { instructions in
            inputTypes.withUnsafeBufferPointer { inputTypes in
                slots.withUnsafeBufferPointer { slots in
                    outputRegisters.withUnsafeBufferPointer { registers in
                        outputTypes.withUnsafeBufferPointer { outputTypes in
                            directOutputs.withUnsafeBufferPointer { direct in
                                var program = bk_program(
                                    input_count: Int32(inputTypes.count),
                                    instruction_count: Int32(instructions.count),
                                    output_count: Int32(registers.count),
                                    instructions: instructions.baseAddress,
                                    input_types: inputTypes.baseAddress, slots: slots.baseAddress,
                                    output_registers: registers.baseAddress,
                                    output_types: outputTypes.baseAddress,
                                    direct_outputs: direct.baseAddress)
                                body(&program)
                            }
                        }
                    }
                }
            }
        }
    }

    /// The index of the last instruction that reads each register; outputs are read at the end.
    private static func lastUses(_ program: ElementwiseProgram) -> [Int] {
        var last = Array(repeating: -1, count: program.registerCount)
        for (index, instruction) in program.instructions.enumerated() {
            for operand in instruction.operands { last[operand] = index }
        }
        for output in program.outputs { last[output] = program.instructions.count }
        return last
    }

    /// A float32 output is computed in place unless a later instruction still reads an input's
    /// memory, which may be the same.
    private static func directOutputs(
        _ program: ElementwiseProgram, inputTypes: [DataType?], outputTypes: [DataType],
        lastUse: [Int]
    ) -> [Int16] {
        let lastInputRead =
            (0..<program.inputCount).filter { inputTypes[$0] != nil }
            .map { lastUse[$0] }.max() ?? -1
        var direct = [Int16](repeating: -1, count: program.registerCount)
        for (index, register) in program.outputs.enumerated()
        where outputTypes[index] != .bfloat16 && direct[register] < 0 {
            let instruction = register - program.inputCount
            if instruction >= 0, lastInputRead <= instruction { direct[register] = Int16(index) }
        }
        return direct
    }

    private static func assignSlots(
        _ program: ElementwiseProgram, inputTypes: [DataType?], directOutputs: [Int16],
        lastUse: [Int]
    ) -> [Int16] {
        var slots = [Int16](repeating: -1, count: program.registerCount)
        var next: Int16 = 0
        // Scalars are spread once per call and bfloat16 inputs widened at a tile's start.
        for input in 0..<program.inputCount
        where inputTypes[input] == nil
            || inputTypes[input] == .bfloat16
        {
            slots[input] = next
            next += 1
        }
        var free: [Int16] = []
        for (index, instruction) in program.instructions.enumerated() {
            let register = program.inputCount + index
            if directOutputs[register] < 0 {
                slots[register] = free.popLast() ?? next
                if slots[register] == next { next += 1 }
            }
            for operand in Set(instruction.operands)
            where operand >= program.inputCount && lastUse[operand] == index
                && slots[operand] >= 0
            {
                free.append(slots[operand])
            }
        }
        precondition(
            next <= Int16(BK_MAX_SLOTS), "an elementwise program needs \(next) tiles")
        return slots
    }
}

extension ElementwiseProgram.Instruction {
    var operands: [Int] {
        switch self {
        case .unary(_, let a): [a]
        case .binary(_, let a, let b): [a, b]
        }
    }

    fileprivate func compiled(result: Int) -> bk_instruction {
        switch self {
        case .unary(let function, let a):
            let (native, immediate) = function.native
            return bk_instruction(
                function: native, a: Int16(a), b: -1, result: Int16(result), immediate: immediate)
        case .binary(let function, let a, let b):
            let (native, immediate) = function.native
            return bk_instruction(
                function: native, a: Int16(a), b: Int16(b), result: Int16(result),
                immediate: immediate)
        }
    }
}
