package io.mehari.cli;

import java.util.function.BiConsumer;
import picocli.CommandLine.Option;

/** Options about how the API is shown: what its documents say, and the path that a proxy gives it. */
final class DocumentOptions {
    @Option(
            names = {"-d", "--description"},
            paramLabel = "TEXT",
            description = "What the API document says first.")
    private String description;

    @Option(
            names = {"-v", "--version"},
            paramLabel = "API-VERSION",
            description = "Version of the API, in its documents. For the version of Mehari: mehari version")
    private String version;

    @Option(
            names = "--root-path",
            paramLabel = "PATH",
            description =
                    "Path at which a proxy shows the gateway: documents name it, and requests with and without it are"
                            + " served.")
    private String rootPath;

    /**
     * Gives the settings that follow.
     *
     * @param title the name given for the API, or null
     * @param add takes the name of a setting and its value, or null where it was not given
     */
    void settings(String title, BiConsumer<String, Object> add) {
        add.accept("mehari.rest.title", title);
        add.accept("mehari.rest.description", description);
        add.accept("mehari.rest.version", version);
        add.accept("mehari.rest.root-path", rootPath);
    }
}
