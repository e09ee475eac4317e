package io.mehari.guides;

import io.mehari.support.GatewayUnderTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * A reader's terminal: one bash from the first command of a page to its last, so that {@code cd} and {@code export}
 * hold. A command that starts the gateway ({@code mehari} without a word such as {@code check}) gets one that stays
 * while the page goes on, and ends the one before. Not safe for use by several threads.
 *
 * <p>Pages use fixed ports, which may be taken here: each of {@link #PORTS} is replaced by a free one in what is run, and
 * put back in what is printed.
 */
final class GuideShell implements AutoCloseable {
    /** The gateway's, and those that pages may use beside it. */
    private static final List<String> PORTS = List.of("8000", "8001", "9001", "9002");

    /** Of the JVMs that pages start: those of the archive, too. */
    static final String OPTIONS = "-XX:TieredStopAtLevel=1";

    private static final long LIMIT_SECONDS = 120;
    private static final Pattern JOBS = Pattern.compile("\\[\\d+][+-]? +(?:Terminated|Done|Exit)\\b.*");
    private static final String DONE = "--done-- ";
    private static final String PRELUDE = """
            set -m
            trap 'FAILED="$FAILED $BASH_COMMAND;"' ERR
            mehari() {
              case "${1:-}" in
                bench|check|components|connect|dead-letters|import|init|key|new|prepare|stdio|version|--help) command mehari "$@"; return ;;
              esac
              stop_gateway
              command mehari "$@" >"$GUIDE_LOG" 2>&1 &
              GATEWAY=$!
              until grep -qs 'Mehari serves\\|Mehari listens' "$GUIDE_LOG"; do
                if ! kill -0 $GATEWAY 2>/dev/null; then
                  cat "$GUIDE_LOG"
                  wait $GATEWAY
                  return
                fi
                sleep 0.1
              done
              # No job of this terminal: readers have started it in another one
              disown $GATEWAY
            }
            # As Ctrl-C ends it, but also where the build was started by a shell that ignores SIGINT
            stop_gateway() {
              if [ -n "${GATEWAY:-}" ] && kill -TERM $GATEWAY 2>/dev/null; then
                while kill -0 $GATEWAY 2>/dev/null; do sleep 0.1; done
              fi
              GATEWAY=
            }
            """;

    private final Map<String, String> ports = new LinkedHashMap<>();
    private final Path notes;
    private final Process bash;
    private final Writer in;
    private final BufferedReader out;
    private int count;

    /**
     * What commands did.
     *
     * @param output all they printed
     * @param failed those that ended with a status other than 0; blank if there are none
     */
    record Ran(String output, String failed) {}

    /**
     * @param folder where the page begins
     * @param notes a folder for what the shell writes for itself
     * @param searchPath folders before those of the environment's search path
     * @param archive class-data archive of the program; need not fit the one that a page unpacks by itself
     */
    GuideShell(Path folder, Path notes, List<Path> searchPath, Path archive) throws IOException {
        this.notes = notes;
        PORTS.forEach(port -> ports.put(port, Integer.toString(GatewayUnderTest.freePort())));
        ProcessBuilder builder = new ProcessBuilder("bash", "--noprofile", "--norc").directory(folder.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("MEHARI_") || name.startsWith("MCPO_"));
        StringBuilder path = new StringBuilder();
        searchPath.forEach(entry -> path.append(entry).append(':'));
        environment.put("PATH", path + environment.get("PATH"));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("HOME", notes.toString());
        environment.put("GUIDE_LOG", log().toString());
        environment.put("MEHARI_DATA_PORT", ports.get("8000"));
        environment.put("MEHARI_ARCHIVE", archive.toString());
        // Many short lives: half of the work
        environment.put("MEHARI_JAVA_OPTS", OPTIONS);
        // npx takes the packages of src/test/interop, and asks nobody
        environment.put("npm_config_offline", "true");
        bash = builder.redirectErrorStream(true).start();
        in = bash.outputWriter(StandardCharsets.UTF_8);
        out = bash.inputReader(StandardCharsets.UTF_8);
        send(PRELUDE);
    }

    private Path log() {
        return notes.resolve("gateway.log");
    }

    /** Runs commands to their end. */
    Ran run(String commands) throws IOException {
        count++;
        Path script = Files.writeString(notes.resolve("block-" + count + ".sh"), here(commands));
        Path output = notes.resolve("block-" + count + ".out");
        send("FAILED=; source " + script + " >" + output + " 2>&1 </dev/null; echo \"" + DONE
                + "${FAILED//$'\\n'/ }\"\n");
        String failed = awaitDone();
        return new Ran(there(Files.readString(output, StandardCharsets.UTF_8)), failed);
    }

    /** What the gateway that was started last has logged until now. */
    String gatewayLog() throws IOException {
        return Files.exists(log()) ? there(Files.readString(log(), StandardCharsets.UTF_8)) : "";
    }

    /** Presses Ctrl-C, and waits until the gateway has ended. */
    void stopGateway() throws IOException {
        run("stop_gateway");
    }

    /** The text with the ports that are used here. */
    String here(String text) {
        String replaced = text;
        for (Map.Entry<String, String> port : ports.entrySet()) {
            replaced = word(port.getKey()).matcher(replaced).replaceAll(port.getValue());
        }
        return replaced;
    }

    /** With the ports of the page, and without what bash says of its jobs, which comes at any time. */
    private String there(String text) {
        String replaced = JOBS.matcher(text).replaceAll("");
        for (Map.Entry<String, String> port : ports.entrySet()) {
            replaced = word(port.getValue()).matcher(replaced).replaceAll(port.getKey());
        }
        return replaced;
    }

    private static Pattern word(String port) {
        return Pattern.compile("(?<![\\d.])" + port + "(?![\\d.]\\d)\\b");
    }

    private void send(String lines) throws IOException {
        in.write(lines);
        in.flush();
    }

    private String awaitDone() throws IOException {
        CompletableFuture<String> done = CompletableFuture.supplyAsync(this::readDone);
        try {
            return done.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IOException("Commands that do not end within " + LIMIT_SECONDS + " s", e);
        } catch (ExecutionException e) {
            throw new IOException("The shell has ended", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    private String readDone() {
        try {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith(DONE)) {
                    return line.substring(DONE.length());
                }
            }
            throw new IllegalStateException("bash has ended");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends whatever a page has started. */
    @Override
    public void close() throws IOException {
        try {
            if (bash.isAlive()) {
                stopGateway();
            }
        } finally {
            List<ProcessHandle> left = bash.descendants().toList();
            left.forEach(ProcessHandle::destroyForcibly);
            bash.destroyForcibly();
        }
    }
}
