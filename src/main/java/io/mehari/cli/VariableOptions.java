package io.mehari.cli;

import io.mehari.configuration.VariablesFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options that give variables to servers and to the placeholders of their file. */
final class VariableOptions {
    @Option(
            names = {"-e", "--env"},
            paramLabel = "NAME=VALUE",
            description = "Variable for the servers and for $${NAME} in the file. May be repeated.")
    private List<String> env = List.of();

    @Option(names = "--env-path", paramLabel = "FILE", description = "File of such variables, one in each line.")
    private Path envPath;

    /**
     * The variables; those given by themselves hold before those of the file.
     *
     * @throws ParameterException if the file cannot be read or one has no name
     */
    Map<String, String> read(CommandSpec spec) {
        Map<String, String> variables = new LinkedHashMap<>();
        if (envPath != null) {
            try {
                variables.putAll(VariablesFile.read(envPath));
            } catch (IOException e) {
                throw new ParameterException(spec.commandLine(), "--env-path: " + e.getMessage());
            }
        }
        for (String variable : env) {
            int equals = variable.indexOf('=');
            if (equals < 1) {
                throw new ParameterException(spec.commandLine(), "--env takes NAME=VALUE");
            }
            variables.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        return variables;
    }
}
