package io.mehari.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The dashboard as it stands in the jar. */
final class DashboardFiles {
    private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"([^\"]*)\"");

    private DashboardFiles() {}

    static byte[] bytes(String name) {
        try (InputStream file = DashboardFiles.class.getResourceAsStream("/dashboard/" + name)) {
            if (file == null) {
                throw new IllegalStateException("The dashboard has no file " + name);
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    /** The files that the page asks for. */
    static List<String> referenced() {
        return REFERENCE
                .matcher(text("index.html"))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    static String script() {
        return referenced().stream()
                .filter(name -> name.endsWith(".js"))
                .findFirst()
                .orElseThrow();
    }

    static String style() {
        return referenced().stream()
                .filter(name -> name.endsWith(".css"))
                .findFirst()
                .orElseThrow();
    }
}
