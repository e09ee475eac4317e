package io.mehari.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every link between documents leads somewhere, and every document can be reached from README.md. */
class DocumentLinksTest {
    private static final Path ROOT = Path.of("").toAbsolutePath();
    private static final Path START = ROOT.resolve("README.md");
    private static final Set<String> NOT_OURS = Set.of("target", "node_modules", ".git", "data");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```");

    /** A link as it is written, and the file it leads to. */
    private record Link(String text, Path target, String anchor) {}

    private static final List<Path> DOCUMENTS = find();

    static List<Path> documents() {
        return DOCUMENTS;
    }

    private static List<Path> find() {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    return !directory.equals(ROOT)
                                    && NOT_OURS.contains(directory.getFileName().toString())
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.toString().endsWith(".md")) {
                        found.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found.stream().sorted().toList();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLinkLeadsSomewhere(Path document) {
        List<String> broken = new ArrayList<>();
        for (Link link : linksOf(document)) {
            boolean there = Files.exists(link.target()) && link.target().startsWith(ROOT);
            if (!there || !(link.anchor().isEmpty() || anchorsOf(link.target()).contains(link.anchor()))) {
                broken.add(link.text());
            }
        }
        assertThat(broken)
                .as("links in %s without a target", ROOT.relativize(document))
                .isEmpty();
    }

    @Test
    void everyDocumentCanBeReached() {
        Set<Path> reached = new HashSet<>(Set.of(START));
        Deque<Path> open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            for (Link link : linksOf(open.poll())) {
                for (Path document : documentsAt(link.target())) {
                    if (reached.add(document)) {
                        open.add(document);
                    }
                }
            }
        }
        Set<Path> lost = new TreeSet<>(documents());
        lost.removeAll(reached);
        lost.removeIf(document -> document.startsWith(ROOT.resolve("src")));
        assertThat(lost).as("documents that README.md does not lead to").isEmpty();
    }

    private static List<Path> documentsAt(Path target) {
        return documents().stream()
                .filter(document ->
                        document.equals(target) || document.getParent().equals(target))
                .toList();
    }

    private static List<Link> linksOf(Path document) {
        return LINK.matcher(withoutCode(document))
                .results()
                .map(found -> found.group(1))
                .filter(link -> !link.matches("[a-z]+:.*"))
                .map(link -> link(document, link))
                .toList();
    }

    private static Link link(Path document, String text) {
        int hash = text.indexOf('#');
        String path = hash < 0 ? text : text.substring(0, hash);
        Path target = path.isEmpty() ? document : document.resolveSibling(path).normalize();
        return new Link(text, target, hash < 0 ? "" : text.substring(hash + 1));
    }

    /** Anchors of headings, as GitHub makes them. */
    private static Set<String> anchorsOf(Path document) {
        Set<String> anchors = new HashSet<>();
        Pattern.compile("(?m)^#+ (.*)$")
                .matcher(withoutCode(document))
                .results()
                .map((MatchResult heading) -> heading.group(1).toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
                .forEach(anchors::add);
        return anchors;
    }

    private static String withoutCode(Path document) {
        try {
            return FENCED.matcher(Files.readString(document)).replaceAll("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
