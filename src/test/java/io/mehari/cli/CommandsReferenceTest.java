package io.mehari.cli;

import io.mehari.architecture.ReferenceTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** {@code docs/reference/commands.md} has every command with its options. */
class CommandsReferenceTest {
    @Test
    void everyCommand() {
        List<List<String>> rows = new ArrayList<>();
        new CommandLineInterface(Map.of()).commands().getSubcommands().values().forEach(command -> add(command, rows));
        new ReferenceTable("reference/commands.md", "commands").mustBe(rows);
    }

    /** A command that only has others is left out. */
    private static void add(CommandLine command, List<List<String>> rows) {
        if (command.getSubcommands().isEmpty()) {
            rows.add(List.of("`" + command.getCommandSpec().qualifiedName() + "`", words(command)));
        }
        command.getSubcommands().values().forEach(each -> add(each, rows));
    }

    private static String words(CommandLine command) {
        Stream<String> parameters =
                command.getCommandSpec().positionalParameters().stream().map(parameter -> parameter.paramLabel());
        Stream<String> options = command.getCommandSpec().options().stream()
                .filter(option -> !option.hidden() && !option.longestName().equals("--help"))
                .map(option -> option.longestName());
        String words = Stream.concat(parameters, options.sorted())
                .map(word -> "`" + word + "`")
                .collect(Collectors.joining(", "));
        return words.isEmpty() ? "none" : words;
    }
}
