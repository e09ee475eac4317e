package io.mehari.bench;

import io.mehari.protocol.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A gateway whose process is killed by SIGKILL while its files change, at random times, and started again: each time it has
 * to serve from the last good state. Two tools, in two files, say which state that is. Used by one thread.
 */
final class KilledGateway implements AutoCloseable {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final String TOOL = """
            - route:
                id: %1$s
                description: Says its version
                from:
                  uri: ai-tool:%1$s
                  parameters:
                    description: Says its version
                  steps:
                    - setBody:
                        constant: version %2$d.
            """;
    private static final List<String> TOOLS = List.of("one", "two");

    private final Path directory;
    private final Random random;
    private Gateway gateway;
    private int version;

    /**
     * Starts it for the first time.
     *
     * @param directory its working directory
     * @param random chooses when it is killed
     */
    KilledGateway(Path directory, Random random) throws IOException, InterruptedException {
        this.directory = directory;
        this.random = random;
        Files.createDirectories(directory.resolve("config"));
        Files.createDirectories(directory.resolve("routes/tools"));
        Files.writeString(directory.resolve("config/mcp-servers.json"), "{\"mcpServers\": {}}");
        for (String tool : TOOLS) {
            Files.writeString(file(tool), TOOL.formatted(tool, version));
        }
        start();
    }

    private void start() throws IOException, InterruptedException {
        gateway = Gateway.startIn(directory, "--mehari.errors.embedding.model=none");
        gateway.await(call(TOOLS.get(0), "version "));
    }

    /** Kills it somewhere in a change of two files on disk, after the last of them was written; it has to serve what they say. */
    List<Integer> killedAfterGoodFiles() throws IOException, InterruptedException {
        version++;
        for (String tool : TOOLS) {
            Files.writeString(file(tool), TOOL.formatted(tool, version));
        }
        killWithin(2_500);
        start();
        return List.of(version);
    }

    /** Kills it somewhere after one file has been broken; it has to serve what was recorded as good before. */
    List<Integer> killedAfterABrokenFile() throws IOException, InterruptedException {
        awaitRecorded();
        Files.writeString(file(TOOLS.get(1)), "- route: {id: two, from: [");
        killWithin(2_500);
        start();
        int good = version;
        String health = HttpCall.get(base().resolve("/health"), "").answer();
        if (!health.contains("started from version")) {
            throw new IllegalStateException("It does not say that it started from a kept version: " + health);
        }
        return List.of(good);
    }

    /** Kills it somewhere in a change of two files that it was asked for; it has to serve both of before or both of after. */
    List<Integer> killedInARequestedChange() throws IOException, InterruptedException {
        awaitRecorded();
        int before = version++;
        var body = Json.object();
        var files = body.putObject("files");
        TOOLS.forEach(tool -> files.put("routes/tools/" + tool + ".camel.yaml", TOOL.formatted(tool, version)));
        HttpCall apply = new HttpCall(base().resolve("/api/v1/admin/config/apply"), Json.text(body), "");
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(apply::answer);
        killWithin(800);
        answer.join();
        start();
        return List.of(before, version);
    }

    private void killWithin(int millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(millis));
        gateway.process().kill();
    }

    /**
     * What serves.
     *
     * @return the version that both tools say
     * @throws IllegalStateException if they say different ones
     */
    int serves() throws IOException {
        List<String> answers = new ArrayList<>();
        for (String tool : TOOLS) {
            answers.add(call(tool, "").answer());
        }
        String first = answers.get(0);
        if (!first.equals(answers.get(1)) || !first.matches("200 \"version \\d+\\.\"")) {
            throw new IllegalStateException("The tools are of different states: " + answers);
        }
        return Integer.parseInt(first.replaceAll("^200|\\D", ""));
    }

    /** Writes good files again and waits until they serve and are recorded. */
    void mend() throws IOException, InterruptedException {
        version = Math.max(version, serves()) + 1;
        for (String tool : TOOLS) {
            Files.writeString(file(tool), TOOL.formatted(tool, version));
        }
        awaitRecorded();
    }

    /** Waits until the files on disk serve, and are the newest version, taken. */
    private void awaitRecorded() throws IOException, InterruptedException {
        HttpCall history = HttpCall.get(base().resolve("/api/v1/admin/config/history"), "");
        HttpCall drift = HttpCall.get(base().resolve("/api/v1/admin/routes/drift"), "");
        long end = System.nanoTime() + LIMIT_NANOS;
        String said = "";
        while (System.nanoTime() - end < 0) {
            said = history.answer();
            boolean taken = said.startsWith("200 ")
                    && "ACK".equals(Json.read(said.substring(4))
                            .at("/data/versions/0/result")
                            .asText());
            if (taken && drift.answer().contains("\"drift\":false") && serves() == version) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new IllegalStateException("The files have not been recorded: " + said);
    }

    private Path file(String tool) {
        return directory.resolve("routes/tools/" + tool + ".camel.yaml");
    }

    private URI base() {
        return gateway.mcp("").uri();
    }

    private HttpCall call(String tool, String expected) {
        return new HttpCall(base().resolve("/camel/" + tool), "{}", expected);
    }

    @Override
    public void close() {
        gateway.close();
    }
}
