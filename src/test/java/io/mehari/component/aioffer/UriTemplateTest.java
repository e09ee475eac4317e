package io.mehari.component.aioffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UriTemplateTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            orders://{n}             | orders://7               | {n=7}
            orders://{n}             | orders://                | none
            orders://{n}             | orders://7/lines         | none
            orders://{n}             | order://7                | none
            orders://{n}/lines       | orders://7/lines         | {n=7}
            orders://{n}/lines       | orders://7/line          | none
            orders://{c}/{n}         | orders://acme/7          | {c=acme, n=7}
            orders://{c}/{n}         | orders://acme/7/8        | none
            orders://{c}/{n}         | orders:///7              | none
            docs://{name}.txt        | docs://a.txt.txt         | {name=a.txt}
            docs://{a}-{b}           | docs://x-y-z             | {a=x, b=y-z}
            file:///{+path}          | file:///a/b/c.txt        | {path=a/b/c.txt}
            file:///{+path}          | file:///                 | none
            {+any}                   | memo:insights            | {any=memo:insights}
            docs://{name}            | docs://a%20b%2Fc         | {name=a b/c}
            docs://{name}            | docs://a+b%2B            | {name=a+b+}
            docs://{name}            | docs://100%              | none
            docs://{name}            | docs://%zz               | none
            docs://{name}            | DOCS://a                 | none
            """)
    void findsTheVariablesOfAnAddress(String template, String uri, String variables) {
        assertThat(UriTemplate.of(template).match(uri).map(Map::toString).orElse(null))
                .isEqualTo(variables);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            orders://7        | variables
            orders://{a}{b}   | without a text between
            orders://{a}/{a}  | there twice
            orders://{uri}    | name of a header
            x://{camelFile}   | name of a header
            orders://{?q}     | not supported
            orders://{a*}     | not supported
            orders://{a,b}    | not supported
            orders://{a}/{b   | not supported
            orders://{a}}     | not supported
            """)
    void saysWhatCannotBeUsed(String template, String problem) {
        assertThatThrownBy(() -> UriTemplate.of(template))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void looksAtAnAddressInBoundedTime() {
        UriTemplate template = UriTemplate.of("x://{a}-{b}-{c}-{d}-{e}-{f}-{g}-{h}!");
        assertThat(template.match("x://" + "-a".repeat(4_000))).isEmpty();
        assertThat(UriTemplate.of("x://{+a}").match("x://" + "a".repeat(UriTemplate.LONGEST_URI)))
                .isEmpty();
        assertThatThrownBy(() -> UriTemplate.of("x://" + "{a}/".repeat(1) + variables(21)))
                .hasMessageContaining("1 to 20");
    }

    private static String variables(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("{v").append(i).append("}/");
        }
        return text.toString();
    }
}
