package io.mehari.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/architecture.md} names every package, and one call is followed through few files. */
class ArchitecturePageTest {
    private static final String ROOT = "io.mehari.";
    private static final int MOST_FILES = 25;

    @Test
    void everyPackage() {
        Set<String> names = new TreeSet<>();
        for (JavaClass type : GatewayClasses.ALL) {
            if (type.getPackageName().startsWith(ROOT)) {
                names.add(type.getPackageName().substring(ROOT.length()));
            }
        }
        List<List<String>> rows =
                names.stream().map(name -> List.of("`" + name + "`")).toList();

        new ReferenceTable("architecture.md", "packages").mustBe(rows);
    }

    @Test
    void oneCallIsFollowedThroughFewFiles() throws IOException {
        String walk = Files.readString(Path.of("docs/guides/following-a-call.md"));

        long files =
                Pattern.compile("(?m)^\\| \\d+ \\| \\[").matcher(walk).results().count();

        assertThat(files).isBetween(15L, (long) MOST_FILES);
    }
}
