package io.mehari.upstream.stdio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A variable in the environment of a server that everything it starts inherits. On Linux it finds processes that no
 * longer descend from the server, because what started them has ended. Elsewhere it finds none.
 */
final class ProcessMark {
    /** Name of the variable. */
    static final String VARIABLE = "MEHARI_PROCESS";

    private static final Path PROCESSES = Path.of("/proc");
    private static final int MAX_ENVIRONMENT = 4 * 1024 * 1024;

    private final String value = UUID.randomUUID().toString();

    /** What the variable must be set to. */
    String value() {
        return value;
    }

    /** The processes that bear the mark now. */
    Stream<ProcessHandle> bearers() {
        return Files.isDirectory(PROCESSES.resolve("self"))
                ? ProcessHandle.allProcesses().filter(this::isBorneBy)
                : Stream.empty();
    }

    private boolean isBorneBy(ProcessHandle process) {
        Path environment = PROCESSES.resolve(Long.toString(process.pid())).resolve("environ");
        try (InputStream in = Files.newInputStream(environment)) {
            return new String(in.readNBytes(MAX_ENVIRONMENT), StandardCharsets.ISO_8859_1)
                    .contains(VARIABLE + '=' + value);
        } catch (IOException e) {
            return false; // ended meanwhile, or of another user
        }
    }
}
