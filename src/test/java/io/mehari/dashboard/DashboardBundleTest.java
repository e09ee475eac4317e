package io.mehari.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.Requirement;
import io.mehari.support.Requires;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the build made of the dashboard: small, whole, and content with a strict policy. */
@Requires(Requirement.DASHBOARD)
@DisplayName("S0.8: the dashboard in the jar")
class DashboardBundleTest {
    private static final int MOST_BYTES = 250_000;
    private static final Pattern ADDRESS = Pattern.compile("(?:https?|wss?)://[\\w.-]+");

    @Test
    @DisplayName("is at most 250 kB compressed")
    void isSmall() throws IOException {
        int size = 0;
        for (String file : DashboardFiles.referenced()) {
            size += compressed(DashboardFiles.bytes(file));
        }
        assertThat(size + compressed(DashboardFiles.bytes("index.html"))).isBetween(50_000, MOST_BYTES);
    }

    @Test
    void namesScriptAndStyleByTheirContent() {
        assertThat(DashboardFiles.script()).matches("app-[A-Z0-9]{8}\\.js");
        assertThat(DashboardFiles.style()).matches("app-[A-Z0-9]{8}\\.css");
        assertThat(DashboardFiles.referenced())
                .hasSize(3)
                .allMatch(name -> !name.contains("/"), "stands beside the page");
    }

    @Test
    void hasNoScriptOrStyleInThePage() {
        String page = DashboardFiles.text("index.html");
        assertThat(page)
                .doesNotContain("<style")
                .doesNotContainPattern("(?i)\\son\\w+=")
                .doesNotContain("style=");
        assertThat(page)
                .containsOnlyOnce("<script")
                .containsPattern("<script type=\"module\" src=\"[^\"]+\"></script>");
    }

    @Test
    void namesNoAddressElsewhereButThoseOfMessagesAndNamespaces() {
        assertThat(ADDRESS.matcher(DashboardFiles.text(DashboardFiles.script()))
                        .results()
                        .map(MatchResult::group)
                        .distinct())
                .containsExactlyInAnyOrder("http://www.w3.org", "https://react.dev");
        assertThat(DashboardFiles.text(DashboardFiles.style()))
                .doesNotContain("url(")
                .doesNotContain("@import")
                .doesNotContainPattern(ADDRESS);
    }

    @Test
    void runsNoTextAsCode() {
        assertThat(DashboardFiles.text(DashboardFiles.script()))
                .doesNotContainPattern("\\beval\\(")
                .doesNotContain("new Function(");
    }

    @Test
    void isMadeForProduction() {
        assertThat(DashboardFiles.text(DashboardFiles.script()))
                .doesNotContain("process.env")
                .doesNotContain("sourceMappingURL");
    }

    private static int compressed(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(content);
        }
        return bytes.size();
    }
}
