package io.mehari.guides;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.cli.KnownOptions;
import io.mehari.guides.GuideBlock.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every block of README.md, of the guides and of the page on operations is of a kind, and right as far as that can be
 * said without running it. */
class GuideBlocksTest {
    private static final List<GuidePage> PAGES = GuidePage.all();

    static List<GuidePage> pages() {
        return PAGES;
    }

    static Stream<GuideBlock> blocks() {
        return PAGES.stream().flatMap(page -> page.blocks().stream());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyPageHasBlocksAndEachIsOfAKind(GuidePage page) {
        assertThat(page.blocks()).as("a page without commands").isNotEmpty();
        page.blocks().forEach(GuideBlock::kind);
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void blocksAreRightAsFarAsThatCanBeSaid(GuideBlock block) throws IOException {
        List<String> problems = new ArrayList<>(BlockCheck.problems(block));
        if (block.kind() == Kind.COMMANDS || block.language().equals("sh")) {
            problems.addAll(KnownOptions.unknownIn(block.text()));
        }
        assertThat(problems).as(block.where() + "\n" + block.text()).isEmpty();
    }

    @Test
    void aBlockThatDoesNotSayWhatItIsIsRefused() {
        for (String fence : List.of("", "json", "yaml", "console", "bash")) {
            GuidePage page = GuidePage.of("page.md", "Words.\n\n```" + fence + "\nx\n```\n");
            assertThatThrownBy(() -> page.blocks().get(0).kind())
                    .as(fence)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("page.md, line 3");
        }
    }

    @Test
    void whatIsCheckedForItsSyntaxOnlySaysSoInThePage() {
        GuidePage page = GuidePage.of(
                "page.md", "With Docker\n*(syntax only: needs Docker)*:\n\n```sh\nif\n```\n```sh\nls\n```\n");
        assertThat(page.blocks()).extracting(GuideBlock::kind).containsExactly(Kind.SYNTAX, Kind.COMMANDS);
        assertThat(BlockCheck.problems(page.blocks().get(0))).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a...c       | abc         | true
            a...c       | ab          | false
            a~...~z     | a~b~c~z     | true
            a~...~z     | a~z         | true
            a~b         | a~b~c       | false
            a.c         | abc         | false
            """)
    void threeDotsStandForAnyText(String shown, String output, boolean same) {
        assertThat(new Shown(lines(shown)).isAllOf(lines(output))).isEqualTo(same);
    }

    @Test
    void jsonMayBeLaidOutOtherwise() {
        Shown shown = new Shown("{ \"a\": \"x y\",\n  \"b\": ... }");
        assertThat(shown.isJsonOf("{\"a\":\"x y\",\"b\":[1,2]}")).isTrue();
        assertThat(shown.isJsonOf("{\"a\":\"xy\",\"b\":[1,2]}")).isFalse();
        assertThat(shown.isJsonOf("{\"a\":\"x y\"}")).isFalse();
    }

    @Test
    void linesOfALogAreLookedForInTheirOrder() {
        String log = "1 begun\n2 joined files\n3 serves\n";
        assertThat(new Shown("begun\nserves").missingIn(log)).isEmpty();
        assertThat(new Shown("serves\nbegun").missingIn(log)).contains("begun");
        assertThat(new Shown("joined ...\nended").missingIn(log)).contains("ended");
    }

    private static String lines(String text) {
        return String.join("\n", Arrays.asList(text.split("~")));
    }
}
