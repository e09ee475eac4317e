package io.mehari.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each does a little of what tests need it for: a machine that passes has all that tests require, and it works. */
class RequirementsIT {
    @TempDir
    Path directory;

    @Test
    @Requires(Requirement.NODE)
    void nodeRunsAScript() throws IOException {
        assertThat(Requirement.NODE.run("--print", "process.version"))
                .isEqualToIgnoringNewLines("v" + Requirement.NODE.version());
    }

    @Test
    @Requires({Requirement.NODE, Requirement.NPM_PACKAGES})
    void conformanceSuiteListsItsScenarios() throws IOException {
        assertThat(Requirement.NODE.run(NpmPackages.CONFORMANCE_SUITE.toString(), "list"))
                .contains("initialize");
    }

    @Test
    @Requires(Requirement.PYTHON)
    void pythonRunsAScript() throws IOException {
        assertThat(Requirement.PYTHON.run("-c", "import json, sys; print(json.dumps(sys.version_info[0]))"))
                .isEqualToIgnoringNewLines("3");
    }

    @Test
    @Requires(Requirement.BASH)
    void bashRunsAScript() throws IOException {
        assertThat(Requirement.BASH.run("-c", "echo $((40 + 2))")).isEqualToIgnoringNewLines("42");
    }

    @Test
    @Requires(Requirement.CURL)
    void curlReadsAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "hello");
        assertThat(Requirement.CURL.run("-s", file.toUri().toString())).isEqualTo("hello");
    }

    @Test
    @Requires(Requirement.CHROMIUM)
    void chromiumRunsAPage() throws IOException {
        Path page = Files.writeString(
                directory.resolve("page.html"), "<p id=sum></p><script>sum.textContent = 'sum ' + (40 + 2)</script>");
        assertThat(Requirement.CHROMIUM.run(
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--user-data-dir=" + directory.resolve("profile"),
                        "--dump-dom",
                        page.toUri().toString()))
                .contains("sum 42");
    }

    @Test
    @Requires(Requirement.DENO)
    void denoRunsTypes() throws IOException {
        Path script = Files.writeString(directory.resolve("sum.ts"), "const sum: number = 40 + 2; console.log(sum);");
        assertThat(Requirement.DENO.run("run", "--no-remote", "--no-npm", "--no-config", script.toString()))
                .isEqualToIgnoringNewLines("42");
    }

    @Test
    @Requires(Requirement.PROMTOOL)
    void promtoolChecksRules() throws IOException {
        Path rules = Files.writeString(directory.resolve("rules.yaml"), """
                groups:
                  - name: gateway
                    rules:
                      - alert: GatewayIsDown
                        expr: up == 0
                """);
        assertThat(Requirement.PROMTOOL.run("check", "rules", rules.toString())).contains("1 rules found");
    }

    @Test
    @Requires(Requirement.NGINX)
    void nginxChecksAConfiguration() throws IOException {
        Path configuration = Files.writeString(
                directory.resolve("nginx.conf"), "pid nginx.pid; error_log stderr; events {} http { access_log off; }");
        assertThat(Requirement.NGINX.run(
                        "-t", "-e", "stderr", "-p", directory.toString(), "-c", configuration.toString()))
                .contains("test is successful");
    }
}
