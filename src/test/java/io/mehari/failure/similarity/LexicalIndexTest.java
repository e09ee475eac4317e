package io.mehari.failure.similarity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LexicalIndexTest {
    private static final LexicalIndex INDEX = LexicalIndex.of(Map.of(
            "refused", "connect ECONNREFUSED <host>",
            "table", "relation \"<value>\" does not exist",
            "rate", "请求过于频繁，请稍后再试",
            "timeout", "操作超时：服务器没有响应"));

    @Test
    void theSameTextIsTheBestMatchWithScoreOne() {
        Match best = INDEX.nearest("connect ECONNREFUSED <host>", 3).get(0);
        assertThat(best.id()).isEqualTo("refused");
        assertThat(best.score()).isBetween(0.999, 1.001);
    }

    @Test
    void findsWhatIsAlikeInAnyLanguage() {
        assertThat(INDEX.nearest("Connection refused (econnrefused)", 1).get(0).id())
                .isEqualTo("refused");
        assertThat(INDEX.nearest("访问太频繁了，请稍后", 1).get(0).id()).isEqualTo("rate");
        assertThat(INDEX.nearest("等待服务器响应超时", 1).get(0).id()).isEqualTo("timeout");
    }

    @Test
    void whatHasNothingInCommonIsNoMatch() {
        assertThat(INDEX.nearest("zzz", 5)).isEmpty();
        assertThat(INDEX.nearest("<value> <host>", 5))
                .as("placeholders are in every text")
                .isEmpty();
        assertThat(LexicalIndex.of(Map.of()).nearest("anything", 5)).isEmpty();
    }
}
