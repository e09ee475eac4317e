package io.mehari.library;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.apache.camel.spi.PropertiesFunction;

/**
 * {@code {{file:/run/secrets/token}}}: the content of a file, without the end of its last line; {@code {{file:PATH:default}}} where there
 * may be none. Read each time that routes are built, so that a new secret takes a reload. Stateless.
 */
public final class FilePlaceholder implements PropertiesFunction {
    /** A secret is shorter; what is longer is another file than was meant. */
    private static final int LARGEST = 64 << 10;

    @Override
    public String getName() {
        return "file";
    }

    @Override
    public String apply(String argument) {
        int colon = argument.indexOf(':', 2); // not the one behind a drive
        String path = colon < 0 ? argument : argument.substring(0, colon);
        try {
            Path file = Path.of(path);
            if (colon >= 0 && !Files.exists(file)) {
                return argument.substring(colon + 1);
            }
            return contentOf(file, path);
        } catch (InvalidPathException | IOException e) {
            throw new IllegalArgumentException("{{file:" + path + "}}: the file cannot be read", e);
        }
    }

    private static String contentOf(Path file, String path) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] content = stream.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw new IllegalArgumentException("{{file:" + path + "}}: the file is over 64 KiB");
            }
            String text = new String(content, StandardCharsets.UTF_8).replaceFirst("\\R\\z", "");
            if (text.contains("}}")) {
                throw new IllegalArgumentException(
                        "{{file:" + path + "}}: the file has }} in it, where a placeholder would end");
            }
            return text;
        }
    }
}
