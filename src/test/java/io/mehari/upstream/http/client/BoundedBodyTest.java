package io.mehari.upstream.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.network.ByteBudget;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundedBodyTest {
    private static final int PART = 10_000;
    private final ByteBudget budget = new ByteBudget(1_000_000);

    /** A server may say anything of the length. */
    @ParameterizedTest
    @CsvSource({"50000, 50000", "7, 64000", "99999999999, 64000", "-1, 64000", "x, 64000"})
    void growsToTheLengthThatIsSaidAndIsNotMisledByIt(String said, long held) {
        BoundedBody body = new BoundedBody(64_000, budget);
        body.expect(new DefaultHttpHeaders(false).set("Content-Length", said));
        for (int i = 0; i < 5; i++) {
            body.add(Unpooled.wrappedBuffer(new byte[PART]));
        }
        assertThat(body.bytes()).hasSize(5 * PART);
        assertThat(budget.held()).isEqualTo(held);
        body.release();
        assertThat(budget.held()).isZero();
    }

    @Test
    void takesNothingMoreOnceTheBudgetHasRefused() {
        budget.share().hold(980_000);
        BoundedBody body = new BoundedBody(64_000, budget);
        body.add(Unpooled.wrappedBuffer(new byte[PART]));
        assertThat(body.refused()).isFalse();
        body.add(Unpooled.wrappedBuffer(new byte[3 * PART]));
        assertThat(body.refused()).isTrue();
        body.add(Unpooled.wrappedBuffer(new byte[1]));
        assertThat(body.length()).isEqualTo(PART);
        body.release();
        assertThat(budget.held()).isEqualTo(980_000);
    }
}
