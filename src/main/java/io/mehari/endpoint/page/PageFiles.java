package io.mehari.endpoint.page;

import io.mehari.text.Sha256;
import io.mehari.thread.GatewayThread;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Every file that pages refer to: four of the gateway's own and three of Swagger UI. They are read once, when the first
 * page is asked for, on a thread of their own that ends with it; about 0.6 MB stay in memory. Safe for concurrent use.
 */
final class PageFiles {
    /** Where the WebJar says which version of Swagger UI it holds; a part of the paths inside. */
    private static final String WEBJAR = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";

    private static final Map<String, String> SWAGGER = Map.of(
            "swagger-ui-bundle.js", "text/javascript; charset=utf-8",
            "swagger-ui-standalone-preset.js", "text/javascript; charset=utf-8",
            "swagger-ui.css", "text/css; charset=utf-8");
    private static final Map<String, String> OWN = Map.of(
            "docs.js", "text/javascript; charset=utf-8",
            "docs.css", "text/css; charset=utf-8",
            "mehari.css", "text/css; charset=utf-8",
            "mehari.svg", "image/svg+xml");
    private static final int FINGERPRINT_LENGTH = 12;

    private final AtomicReference<CompletableFuture<Loaded>> loaded = new AtomicReference<>();

    /**
     * The files as they were read.
     *
     * @param fingerprint changes when any of them does: a part of their addresses, so that browsers may keep them
     * @param byName the files by the last segment of their address
     */
    record Loaded(String fingerprint, Map<String, PageFile> byName) {
        /** Keeps a copy. */
        Loaded {
            byName = Map.copyOf(byName);
        }
    }

    /**
     * The files; begins to read them when it is called first, and again after a failure.
     *
     * @return ends exceptionally if one cannot be read
     */
    CompletableFuture<Loaded> load() {
        CompletableFuture<Loaded> known = loaded.get();
        if (known != null && !known.isCompletedExceptionally()) {
            return known;
        }
        CompletableFuture<Loaded> begun = new CompletableFuture<>();
        if (!loaded.compareAndSet(known, begun)) {
            return loaded.get();
        }
        new GatewayThread(() -> complete(begun), "mehari-page-files").start();
        return begun;
    }

    private static void complete(CompletableFuture<Loaded> begun) {
        try {
            begun.complete(read());
        } catch (IOException | RuntimeException e) {
            begun.completeExceptionally(new IllegalStateException("A file of the pages cannot be read", e));
        }
    }

    private static Loaded read() throws IOException {
        Map<String, PageFile> files = new LinkedHashMap<>();
        String webjar = "/META-INF/resources/webjars/swagger-ui/" + swaggerVersion() + "/";
        for (Map.Entry<String, String> file : SWAGGER.entrySet()) {
            files.put(file.getKey(), PageFile.of(file.getValue(), bytes(webjar + file.getKey())));
        }
        for (Map.Entry<String, String> file : OWN.entrySet()) {
            files.put(file.getKey(), PageFile.of(file.getValue(), bytes(file.getKey())));
        }
        return new Loaded(fingerprint(files), files);
    }

    private static String fingerprint(Map<String, PageFile> files) {
        StringBuilder all = new StringBuilder();
        files.keySet().stream()
                .sorted()
                .forEach(name -> all.append(name).append(files.get(name).etag()));
        return Sha256.hexOf(all.toString()).substring(0, FINGERPRINT_LENGTH);
    }

    private static String swaggerVersion() throws IOException {
        Properties properties = new Properties();
        try (InputStream stream = open(WEBJAR)) {
            properties.load(stream);
        }
        return properties.getProperty("version");
    }

    private static byte[] bytes(String resource) throws IOException {
        try (InputStream stream = open(resource)) {
            return stream.readAllBytes();
        }
    }

    private static InputStream open(String resource) {
        InputStream stream = PageFiles.class.getResourceAsStream(resource);
        if (stream == null) {
            throw new UncheckedIOException(new IOException("There is no " + resource + " in the jar"));
        }
        return stream;
    }
}
