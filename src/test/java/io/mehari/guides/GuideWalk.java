package io.mehari.guides;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mehari.guides.GuideBlock.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Follows one page from its first command to its last, as a reader would. Not safe for use by several threads. */
final class GuideWalk {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Pattern STARTS = Pattern.compile(
            "(?m)^mehari(?! (?:bench|check|components|connect|dead-letters|import|init|key|new|prepare|stdio|version|--help)\\b)( .*)?$");

    private static final String[] REFUSALS = {"\"detail\":", "\"success\":false"};

    /** What stands in a page for what this build has done already: no build runs inside itself. */
    private static final Map<String, String> OF_THE_CHECKOUT = Map.of(
            "./mvnw -Dmaven.test.skip spring-boot:run", "mehari",
            "./mvnw verify", ":",
            "./mvnw -Dmaven.test.skip package", ":");

    private final GuideShell shell;
    private final Path notes;
    private GuideShell.Ran last = new GuideShell.Ran("", "");
    private boolean started;
    private int files;

    /**
     * @param shell the reader's terminal
     * @param notes a folder for what is written before it goes to its place
     */
    GuideWalk(GuideShell shell, Path notes) {
        this.shell = shell;
        this.notes = notes;
    }

    /**
     * Does what the page says.
     *
     * @return how many blocks of commands ran
     * @throws AssertionError if something else happens than the page shows
     */
    int follow(GuidePage page) throws IOException {
        int ran = 0;
        for (int i = 0; i < page.blocks().size(); i++) {
            ran += step(page, i) ? 1 : 0;
        }
        return ran;
    }

    /** Does what one block says; whether it was one of commands. */
    boolean step(GuidePage page, int index) throws IOException {
        GuideBlock block = page.blocks().get(index);
        switch (block.kind()) {
            case COMMANDS -> {
                run(block);
                boolean shown = index + 1 < page.blocks().size()
                        && page.blocks().get(index + 1).kind() == Kind.OUTPUT;
                if (!shown) {
                    assertThat(last.output())
                            .as(told(block, "is refused, which the page does not show"))
                            .doesNotContain(REFUSALS);
                }
            }
            case FILE -> write(block);
            case OUTPUT -> compare(block);
            default -> {
                // GuideBlocksTest
            }
        }
        return block.kind() == Kind.COMMANDS;
    }

    private void run(GuideBlock block) throws IOException {
        String commands = block.text();
        for (Map.Entry<String, String> done : OF_THE_CHECKOUT.entrySet()) {
            commands = commands.replaceAll("(?m)^" + Pattern.quote(done.getKey()) + "$", done.getValue());
        }
        last = shell.run(commands);
        started = STARTS.matcher(commands).find();
        if (block.mark().equals("fails")) {
            assertThat(last.failed()).as(told(block, "should fail")).isNotBlank();
        } else {
            assertThat(last.failed()).as(told(block, "failed")).isBlank();
        }
    }

    private void write(GuideBlock block) throws IOException {
        Path written = notes.resolve("file-" + ++files);
        Files.writeString(written, shell.here(block.text()));
        String name = block.argument();
        GuideShell.Ran ran = shell.run("mkdir -p \"$(dirname '" + name + "')\" && cp " + written + " '" + name + "'");
        assertThat(ran.failed()).as(block.where() + ": " + ran.output()).isBlank();
    }

    private void compare(GuideBlock block) throws IOException {
        Shown shown = new Shown(block.text());
        if (block.mark().equals("stop")) {
            shell.stopGateway();
            assertThat(shown.missingIn(shell.gatewayLog()))
                    .as(block.where() + ": the log of the stop\n" + shell.gatewayLog())
                    .isEmpty();
        } else if (started && last.failed().isBlank()) {
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(shown.missingIn(shell.gatewayLog()))
                            .as(block.where() + ": the log\n" + shell.gatewayLog())
                            .isEmpty());
        } else if (block.language().equals("json")) {
            assertThat(shown.isJsonOf(last.output()))
                    .as(told(block, "shows other JSON"))
                    .isTrue();
        } else if (started) {
            assertThat(shown.missingIn(last.output()))
                    .as(told(block, "shows other lines"))
                    .isEmpty();
        } else {
            assertThat(shown.isAllOf(last.output()))
                    .as(told(block, "shows another output"))
                    .isTrue();
        }
    }

    private String told(GuideBlock block, String what) {
        return block.where() + " " + what + ": " + String.join(" | ", List.of(last.failed())) + "\n" + block.text()
                + "---- printed:\n" + last.output();
    }
}
