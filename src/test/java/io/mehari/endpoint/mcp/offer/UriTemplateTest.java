package io.mehari.endpoint.mcp.offer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UriTemplateTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "test://template/{id}/data test://template/7/data true",
                "test://template/{id}/data test://template//data false",
                "test://template/{id}/data test://template/7/8/data false",
                "test://template/{id}/data test://template/7/data/ false",
                "file:///{+path} file:///a/b/c.txt true",
                "file:///{path} file:///a/b/c.txt false",
                "{scheme}:{+rest} memo:insights true",
                "memo:{id} memo:insights true",
                "memo:{id} memo: false",
                "repo://{owner}/{name}{?ref,path} repo://a/b true",
                "repo://{owner}/{name}{?ref,path} repo://a/b?ref=x&path=y/z true",
                "search://find{?q} search://found false",
                "a://b{/path*} a://b/c/d true",
                "a://b{/path} a://b/c/d false",
                "a://b{#part} a://b#c true",
                "a://b{.ext} a://b.json true",
                "a://{x}{y} a://zz true",
                "plain://text plain://text true",
                "plain://text plain://texts false",
                "open://{brace open://{brace true",
            })
    void matchesWhatCanHaveBeenMadeFromIt(String template, String uri, boolean matches) {
        assertThat(UriTemplate.of(template).matches(uri)).isEqualTo(matches);
    }

    @Test
    @Timeout(20)
    void needsABoundedTimeWhateverTheTemplate() {
        String many = "{+a}x".repeat(500);
        assertThat(UriTemplate.of(many).matches("y".repeat(UriTemplate.LONGEST)))
                .isFalse();
        assertThat(UriTemplate.of("{+a}").matches("y".repeat(UriTemplate.LONGEST + 1)))
                .as("over the limit, looked at in no time (%s)", Duration.ZERO)
                .isFalse();
    }
}
