package io.mehari.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tools do a little of what tests need them for: a machine that passes has all of them, and they work. */
class ToolsIT {
    @TempDir
    Path directory;

    @Test
    @Requires(Tool.NODE)
    void nodeRunsAScript() throws IOException {
        assertThat(Tool.NODE.run("--print", "process.version")).isEqualToIgnoringNewLines("v" + Tool.NODE.version());
    }

    @Test
    @Requires({Tool.NODE, Tool.NPM_PACKAGES})
    void conformanceSuiteListsItsScenarios() throws IOException {
        assertThat(Tool.NODE.run(NpmPackages.CONFORMANCE_SUITE.toString(), "list"))
                .contains("initialize");
    }

    @Test
    @Requires(Tool.PYTHON)
    void pythonRunsAScript() throws IOException {
        assertThat(Tool.PYTHON.run("-c", "import json, sys; print(json.dumps(sys.version_info[0]))"))
                .isEqualToIgnoringNewLines("3");
    }

    @Test
    @Requires(Tool.CHROMIUM)
    void chromiumRunsAPage() throws IOException {
        Path page = Files.writeString(
                directory.resolve("page.html"), "<p id=sum></p><script>sum.textContent = 'sum ' + (40 + 2)</script>");
        assertThat(Tool.CHROMIUM.run(
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--user-data-dir=" + directory.resolve("profile"),
                        "--dump-dom",
                        page.toUri().toString()))
                .contains("sum 42");
    }

    @Test
    @Requires(Tool.PROMTOOL)
    void promtoolChecksRules() throws IOException {
        Path rules = Files.writeString(directory.resolve("rules.yaml"), """
                groups:
                  - name: gateway
                    rules:
                      - alert: GatewayIsDown
                        expr: up == 0
                """);
        assertThat(Tool.PROMTOOL.run("check", "rules", rules.toString())).contains("1 rules found");
    }

    @Test
    @Requires(Tool.NGINX)
    void nginxChecksAConfiguration() throws IOException {
        Path configuration = Files.writeString(
                directory.resolve("nginx.conf"), "pid nginx.pid; error_log stderr; events {} http { access_log off; }");
        assertThat(Tool.NGINX.run("-t", "-e", "stderr", "-p", directory.toString(), "-c", configuration.toString()))
                .contains("test is successful");
    }
}
