package io.mehari.cli;

import io.mehari.launch.Launch;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/** A start of the gateway that serves nobody but itself, and ends. */
public final class Rehearsal {
    /** The server that is there to be called. */
    static final String SERVER = "rehearsed";

    private static final List<String> PATHS = List.of("/camel/current_time", "/api/v1/tools/camel/current_time");

    /** What a machine that lets no process be started cannot answer. */
    private static final List<String> PATHS_OF_SERVER =
            List.of("/" + SERVER + "/look", "/api/v1/tools/" + SERVER + "/look");

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int DEFECT = 500;

    private final Launch launch;
    private final Path folder;

    Rehearsal(Launch launch, Path folder) {
        this.launch = launch;
        this.folder = folder;
    }

    /**
     * Starts the gateway, calls tools in both forms, and stops it. Waits up to half a minute for each answer.
     *
     * @param program the class whose package holds the gateway's parts
     * @return 0, or 1 if a call was answered with a defect; being refused for want of a key is as good as an answer
     * @throws IOException if the gateway could not be called
     */
    public int run(Class<?> program) throws IOException, InterruptedException {
        try (var gateway = launch.run(program)) {
            URI base = URI.create(launch.address(gateway));
            boolean answered = true;
            for (String path : PATHS) {
                answered &= call(base.resolve(path)).statusCode() < DEFECT;
            }
            if (launch.awaitServers(gateway, LIMIT)) {
                for (String path : PATHS_OF_SERVER) {
                    call(base.resolve(path));
                }
            }
            return answered ? 0 : 1;
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private static HttpResponse<Void> call(URI address) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"))
                .build();
        return HttpClient.newBuilder().connectTimeout(LIMIT).build().send(request, BodyHandlers.discarding());
    }
}
