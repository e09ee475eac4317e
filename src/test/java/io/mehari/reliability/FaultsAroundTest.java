package io.mehari.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** The page names a test for each fault of what is around a call, and each of them is a test that runs. */
class FaultsAroundTest {
    private static final Path TESTS = Path.of("src", "test", "java");
    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");

    /** What must have a row, by words of its first cell. */
    private static final List<String> WANTED = List.of(
            "fifty calls",
            "hang",
            "recovery route fails",
            "recovery route hangs",
            "recovery route that is named is not there",
            "tool route throws",
            "10,000 distinct errors",
            "clock is set",
            "letter whose tool is gone",
            "another gateway has the database",
            "disk is full",
            "no embedding model",
            "embedding model or index that is broken",
            "knowledge base with errors",
            "heartbeat configuration",
            "replica is lost during a call",
            "all replicas hang while connecting",
            "killed by SIGKILL under load",
            "Redis is stopped, killed, slow, full, failed over",
            "Redis comes back empty",
            "PostgreSQL is stopped, killed, slow, failed over",
            "tables are of another version",
            "foreign or damaged",
            "clock of another gateway",
            "cut off from Redis");

    @Test
    void everyRowNamesTestsThatRun() throws IOException {
        Map<String, Path> files = files();
        List<String> wrong = new ArrayList<>();
        for (String row : rows()) {
            String[] cells = row.split("\\|", -1);
            Matcher test = TEST.matcher(cells[3]);
            assertThat(test.find()).as("tests of %s", cells[1]).isTrue();
            do {
                if (!isTest(files.get(test.group(1)), test.group(2))) {
                    wrong.add(test.group());
                }
            } while (test.find());
        }
        assertThat(wrong).as("named on the page, and no test").isEmpty();
    }

    @Test
    void everyFaultHasARow() throws IOException {
        List<String> faults =
                rows().stream().map(row -> row.split("\\|", -1)[1]).toList();
        assertThat(WANTED).allSatisfy(wanted -> assertThat(faults).anyMatch(fault -> fault.contains(wanted)));
    }

    private static boolean isTest(Path file, String method) {
        if (file == null) {
            return false;
        }
        String name = file.toString()
                .replaceFirst("\\.java$", "")
                .replace(file.getFileSystem().getSeparator(), ".");
        try {
            Class<?> owner = Class.forName(name, false, FaultsAroundTest.class.getClassLoader());
            return Arrays.stream(owner.getDeclaredMethods())
                    .filter(each -> each.getName().equals(method))
                    .anyMatch(each -> AnnotationSupport.isAnnotated(each, Testable.class)
                            && !AnnotationSupport.isAnnotated(each, Disabled.class));
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static List<String> rows() throws IOException {
        String page = Files.readString(ReliabilityPage.FILE);
        int begin = page.indexOf("<!-- faults around: begin -->");
        int end = page.indexOf("<!-- faults around: end -->");
        return page.substring(begin, end).lines().skip(3).toList();
    }

    private static Map<String, Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(TESTS)) {
            return all.filter(file -> file.toString().endsWith(".java"))
                    .map(TESTS::relativize)
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replaceFirst("\\.java$", ""),
                            file -> file,
                            (one, other) -> one));
        }
    }
}
