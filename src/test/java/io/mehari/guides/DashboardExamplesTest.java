package io.mehari.guides;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The TypeScript of the dashboard's guide is what the build checks. */
class DashboardExamplesTest {
    private static final Path CHECKED = Path.of("src/main/web/client/examples.tsx");
    private static final Path PAGE = Path.of("docs/guides/dashboard.md");

    @Test
    void examplesOfTheGuideAreThoseThatAreChecked() throws IOException {
        String checked = stripped(Files.readString(CHECKED));
        List<GuideBlock> examples = GuidePage.of(PAGE.toString(), Files.readString(PAGE)).blocks().stream()
                .filter(block -> block.language().startsWith("ts"))
                .toList();
        assertThat(examples)
                .hasSize(2)
                .allSatisfy(example -> assertThat(checked).contains(stripped(example.text())));
    }

    private static String stripped(String text) {
        return text.replaceAll("(?m)^\\s+", "").strip();
    }
}
