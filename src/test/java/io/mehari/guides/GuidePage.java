package io.mehari.guides;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A page of the documentation, as far as it can be tested.
 *
 * @param name its path below the repository
 * @param blocks its fenced blocks, in their order
 */
record GuidePage(String name, List<GuideBlock> blocks) {
    private static final Path GUIDES = Path.of("docs/guides");

    /** Their commands need a checkout and Maven, or a gateway or server of the reader's: they are checked and do not run, except in {@link GuideGatewayIT}. */
    private static final Set<String> CHECKED_ONLY = Set.of(
            "docs/guides/behind-a-load-balancer.md",
            "docs/guides/bringing-along.md",
            "docs/guides/caching.md",
            "docs/guides/capacity.md",
            "docs/guides/configuration.md",
            "docs/guides/dashboard.md",
            "docs/guides/dead-letters.md",
            "docs/guides/diagnostics.md",
            "docs/guides/embedding.md",
            "docs/guides/errors.md",
            "docs/guides/first-day.md",
            "docs/guides/following-a-call.md",
            "docs/guides/heartbeat.md",
            "docs/guides/hot-reload.md",
            "docs/guides/large-results.md",
            "docs/guides/learning.md",
            "docs/guides/live-plane.md",
            "docs/guides/monitoring.md",
            "docs/guides/postgresql.md",
            "docs/guides/rate-limits.md",
            "docs/guides/recipes.md",
            "docs/guides/recovery.md",
            "docs/guides/replicas.md",
            "docs/guides/several-instances.md",
            "docs/operations.md");

    /** README.md and every guide: their commands run, except on pages that are only checked. */
    static List<GuidePage> all() {
        List<GuidePage> pages = new ArrayList<>();
        pages.add(read(Path.of("README.md")));
        pages.add(read(Path.of("docs/operations.md")));
        try (DirectoryStream<Path> found = Files.newDirectoryStream(GUIDES, "*.md")) {
            found.forEach(page -> pages.add(read(page)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pages.stream()
                .sorted((one, other) -> one.name.compareTo(other.name))
                .toList();
    }

    /** Those whose commands run. */
    static List<GuidePage> walked() {
        return all().stream().filter(page -> !CHECKED_ONLY.contains(page.name)).toList();
    }

    static GuidePage read(Path file) {
        try {
            return of(file.toString().replace('\\', '/'), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static GuidePage of(String name, String markdown) {
        List<GuideBlock> blocks = new ArrayList<>();
        StringBuilder lead = new StringBuilder();
        String mark = "";
        String[] lines = markdown.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i];
            if (line.startsWith("```")) {
                StringBuilder text = new StringBuilder();
                int begin = i + 1;
                for (i++; !lines[i].equals("```"); i++) {
                    text.append(lines[i]).append('\n');
                }
                blocks.add(
                        new GuideBlock(name, begin, line.substring(3).strip(), mark, lead.toString(), text.toString()));
                lead.setLength(0);
                mark = "";
            } else if (line.startsWith("<!-- ") && line.endsWith(" -->")) {
                mark = line.substring("<!-- ".length(), line.length() - " -->".length());
            } else if (!line.isBlank()) {
                lead = startsParagraph(lines, i)
                        ? new StringBuilder(line)
                        : lead.append(' ').append(line);
                mark = "";
            }
        }
        return new GuidePage(name, List.copyOf(blocks));
    }

    private static boolean startsParagraph(String[] lines, int i) {
        return i == 0 || lines[i - 1].isBlank() || lines[i - 1].startsWith("```");
    }

    @Override
    public String toString() {
        return name;
    }
}
