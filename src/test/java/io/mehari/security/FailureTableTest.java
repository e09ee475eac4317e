package io.mehari.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FailureTableTest {
    private static final int LIMIT = 20;
    private static final long SEED = 42;

    private final FailureTable table = new FailureTable(LIMIT, SEED);

    @Test
    void countsEachAddressWithinAWindow() throws Exception {
        InetAddress one = address(10, 0, 0, 1);
        InetAddress other = address(10, 0, 0, 2);

        assertThat(table.add(one, 5)).isEqualTo(1);
        assertThat(table.add(one, 5)).isEqualTo(2);
        assertThat(table.add(other, 5)).isEqualTo(1);
        assertThat(table.add(one, 6)).isEqualTo(1);
        assertThat(table.add(one, 6)).isEqualTo(2);
        assertThat(table.add(null, 6)).isEqualTo(1);
    }

    @Test
    void takesAddressesOfOneNetworkOfIpv6ForOne() throws Exception {
        assertThat(table.add(InetAddress.getByName("2001:db8:1:2::1"), 0)).isEqualTo(1);
        assertThat(table.add(InetAddress.getByName("2001:db8:1:2:ffff:ffff:ffff:ffff"), 0))
                .isEqualTo(2);
        assertThat(table.add(InetAddress.getByName("2001:db8:1:3::1"), 0)).isEqualTo(1);
        assertThat(table.add(InetAddress.getByName("::ffff:10.0.0.9"), 0)).isEqualTo(1);
        assertThat(table.add(address(10, 0, 0, 9), 0)).isEqualTo(2);
    }

    /** A million addresses meet in the slots: those over the limit stay, and nobody else is taken for one of them. */
    @Test
    void doesNotForgetWhoIsOverTheLimit() throws Exception {
        InetAddress bad = address(192, 0, 2, 1);
        for (int i = 1; i <= LIMIT + 1; i++) {
            assertThat(table.add(bad, 0)).isEqualTo(i);
        }
        int over = 0;
        for (int i = 0; i < 1_000_000; i++) {
            over += table.add(address(10, i >> 16 & 0xFF, i >> 8 & 0xFF, i & 0xFF), 0) > LIMIT ? 1 : 0;
        }
        assertThat(over).isZero();
        assertThat(table.add(bad, 0)).isEqualTo(LIMIT + 2);
    }

    @Test
    void countsToTheMostAndNotInTheNextField() throws Exception {
        InetAddress bad = address(192, 0, 2, 1);
        for (int i = 0; i < 1 << 20; i++) {
            table.add(bad, 3);
        }
        assertThat(table.add(bad, 3)).isEqualTo((1 << 20) - 1);
        assertThat(table.add(bad, 3)).isEqualTo((1 << 20) - 1);
        assertThat(table.add(bad, 4)).isEqualTo(1);
    }

    @Test
    void losesNoneOfThoseThatComeAtOnce() throws Exception {
        InetAddress one = address(10, 0, 0, 1);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        CountDownLatch done = new CountDownLatch(4);
        for (int i = 0; i < 4; i++) {
            threads.execute(() -> {
                for (int j = 0; j < 10_000; j++) {
                    table.add(one, 0);
                }
                done.countDown();
            });
        }
        threads.shutdown();
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(table.add(one, 0)).isEqualTo(40_001);
    }

    private static InetAddress address(int... parts) throws Exception {
        byte[] bytes = new byte[parts.length];
        for (int i = 0; i < parts.length; i++) {
            bytes[i] = (byte) parts[i];
        }
        return InetAddress.getByAddress(bytes);
    }
}
