package io.mehari.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SharedLoopsTest {
    @Test
    void countsLoopsThatHaveEndedByThemselves() {
        try (SharedLoops loops = new SharedLoops(2, false, "test-loops")) {
            assertThat(loops.ended()).isZero();
            loops.group().next().shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
            assertThat(loops.ended()).isEqualTo(1);
            loops.close();
            assertThat(loops.ended()).isZero();
        }
    }
}
