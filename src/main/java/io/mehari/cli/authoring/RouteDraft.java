package io.mehari.cli.authoring;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * A route file to be written, which can be run as it is.
 *
 * @param kind what it holds
 * @param name in lower case, words joined by hyphens
 */
record RouteDraft(RouteKind kind, String name) {
    /** Where the order of the stages is decided. */
    static final String ORDER = "pipeline/tool-call.camel.yaml";

    private static final String SHIPPED = "/mehari/routes/";

    /** A stage of one's own stands before this one, where nobody says otherwise. */
    private static final String NEXT = "        - to:\n            id: cache-lookup\n";

    /** The file below the folder of route files. */
    String file() {
        return kind.file(name);
    }

    /** Name of the tool, as callers see it. */
    String tool() {
        return name.replace('-', '_');
    }

    /** Name of the category whose failures come to the recovery without more being said. */
    String category() {
        return name.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** Whether the gateway has a file of this name itself, which the new one would replace. */
    boolean isShipped() {
        return RouteDraft.class.getResource(SHIPPED + file()) != null;
    }

    /** What stands in it. */
    String text() throws IOException {
        return filled(template(kind + ".camel.yaml"));
    }

    /** The step by which the order of the stages comes to this one. */
    String step() throws IOException {
        return filled(template("step.txt"));
    }

    /** The shipped order of the stages, with this one in front of the cache. */
    String order() throws IOException {
        String shipped = resource(SHIPPED + ORDER);
        if (!shipped.contains(NEXT)) {
            throw new IllegalStateException("The shipped " + ORDER + " has no step cache-lookup");
        }
        return shipped.replace(NEXT, step() + NEXT);
    }

    /**
     * Writes a file that is not there.
     *
     * @throws java.nio.file.FileAlreadyExistsException if it is there; it stays as it is
     */
    static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private String filled(String template) {
        String title = name.replace('-', ' ');
        return template.replace("@name@", name)
                .replace("@tool@", tool())
                .replace("@category@", category())
                .replace("@title@", title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1));
    }

    private static String template(String file) throws IOException {
        return resource(file);
    }

    private static String resource(String path) throws IOException {
        try (InputStream stream = RouteDraft.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new FileNotFoundException("The gateway's jar has no " + path);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
