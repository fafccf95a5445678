import Testing

@Suite("Completion of commands in a shell")
struct CompletionTests {
    @Test("every shell gets a script", arguments: ["bash", "zsh", "fish"])
    func scripts(shell: String) throws {
        let result = try Workspace().run("--generate-completion-script", shell)
        #expect(result.status == 0 && result.error.isEmpty)
        #expect(result.output.contains("validate-every"))
        #expect(result.output.contains("find-lr"))
    }

    private static let words = [
        ("ballast tr", ["train"]),
        ("ballast d", ["demo", "diagnose", "data"]),
        ("ballast train --opt", ["--optimizer"]),
        ("ballast train --optimizer ad", ["adam", "adamw"]),
        ("ballast data ", ["inspect"]),
    ]

    @Test("bash accepts its script, and completes words with it", arguments: words)
    func bash(line: String, expected: [String]) throws {
        let workspace = try Workspace()
        let script = try workspace.run("--generate-completion-script", "bash")
        try workspace.write(script.output, to: "ballast.bash")
        try workspace.write(Self.harness, to: "complete.bash")
        #expect(try workspace.run("/bin/bash", ["-n", "ballast.bash"]).status == 0)
        let result = try workspace.run("/bin/bash", ["complete.bash", line])
        let offered = result.output.split(separator: "\n").map {
            $0.split(separator: " ").joined()
        }
        #expect(Set(offered).isSuperset(of: expected), "\(result.output) \(result.error)")
        let word = line.split(separator: " ", omittingEmptySubsequences: false).last ?? ""
        #expect(offered.allSatisfy { $0.hasPrefix(word) }, "\(offered)")
    }

    /// What a shell does at the press of the key: it finds the function that is registered for the
    /// program, and calls it with the line in its variables.
    private static let harness = """
        source ./ballast.bash
        COMP_LINE=$1
        COMP_POINT=${#COMP_LINE}
        read -ra COMP_WORDS <<< "$COMP_LINE"
        [[ $COMP_LINE == *' ' ]] && COMP_WORDS+=('')
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        registered=$(complete -p ballast)
        [[ $registered =~ -F\\ ([^ ]+) ]] || exit 1
        "${BASH_REMATCH[1]}" ballast "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf '%s\\n' "${COMPREPLY[@]}"
        """
}
