package io.mehari.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The packages of {@code src/test/interop/python}: a validator of OpenAPI documents, a tester of HTTP APIs by properties and
 * real MCP servers. The build fetches them where there is Python.
 */
public final class PythonPackages {
    private static final Path HOME = NpmPackages.DIRECTORY.resolve(".venv");
    private static final Path PROGRAMS =
            HOME.resolve(System.getProperty("os.name").startsWith("Windows") ? "Scripts" : "bin");

    private PythonPackages() {}

    /**
     * A program that a package brings.
     *
     * @param name such as {@code schemathesis}, or {@code python}, which has all packages
     */
    public static Path program(String name) {
        return PROGRAMS.resolve(name);
    }

    /**
     * Runs such a program to its end.
     *
     * @return what it prints
     * @throws IOException if it fails or does not end in a minute; the message has what it printed
     */
    public static String run(String name, String... arguments) throws IOException {
        return Program.run(Stream.concat(Stream.of(program(name).toString()), List.of(arguments).stream())
                .toList());
    }

    /** What is not installed of them; empty if all is there. */
    static Optional<String> problem() {
        return Files.isRegularFile(HOME.resolve("installed.txt"))
                ? Optional.empty()
                : Optional.of("The Python packages of src/test/interop are missing");
    }
}
