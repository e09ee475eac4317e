package io.mehari.upstream.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.network.ByteBudget;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class IncomingTextsTest {
    private static final int LIMIT = 1_000_000;

    private final Deque<Runnable> large = new ArrayDeque<>();
    private final List<Throwable> broken = new ArrayList<>();
    private final List<String> read = new ArrayList<>();
    private final ByteBudget budget = new ByteBudget(10_000_000);
    private final IncomingTexts texts = new IncomingTexts(large::add, budget, LIMIT, broken::add);

    @Test
    void whatIsSmallIsReadAtOnce() {
        read("a", "a");
        texts.then(() -> read.add("end"));
        assertThat(read).containsExactly("a", "end");
        assertThat(large).isEmpty();
    }

    @Test
    void whatFollowsALargeTreeWaitsForIt() {
        read(manyValues(), "large");
        read("b", "b");
        texts.then(() -> read.add("end"));
        assertThat(read).isEmpty();
        assertThat(budget.held()).isPositive();
        large.remove().run();
        assertThat(read).containsExactly("large", "b", "end");
        assertThat(budget.held()).isZero();
        read("c", "c");
        assertThat(read).endsWith("c");
    }

    @Test
    void aLongTextIsNotALargeTree() {
        read("x".repeat(900_000), "long");
        assertThat(read).containsExactly("long");
    }

    @Test
    void whatWaitsIsBounded() {
        read(manyValues(), "large");
        read("x".repeat(600_000), "first");
        assertThatThrownBy(() -> read("x".repeat(600_000), "second")).isInstanceOf(SseTooLongException.class);
    }

    @Test
    void whatThrowsDoesNotHoldUpTheRest() {
        texts.read(
                manyValues().getBytes(StandardCharsets.UTF_8),
                text -> {
                    throw new IllegalStateException("broken");
                },
                read::add);
        read("b", "b");
        large.remove().run();
        assertThat(broken).hasSize(1);
        assertThat(read).containsExactly("b");
        assertThat(budget.held()).isZero();
    }

    @Test
    void whatTheBudgetRefusesIsToldInItsPlace() {
        read(manyValues(), "large");
        ByteBudget.Share others = budget.share();
        others.hold(budget.limit() - budget.held());
        read("x".repeat(100_000), "refused");
        read("b", "b");
        large.remove().run();
        assertThat(read).hasSize(3).startsWith("large").endsWith("b");
        assertThat(read.get(1)).contains("mehari.memory.max-held");
    }

    private void read(String text, String name) {
        texts.read(text.getBytes(StandardCharsets.UTF_8), bytes -> read.add(name), read::add);
    }

    private static String manyValues() {
        return "[" + "1,".repeat(50_000) + "1]";
    }
}
